namespace Pipeline.Workflows.Graph;

/// <summary>
/// The target runs code that is not the build's own, such as that of a service, of its dependencies or of its tests.
/// Such code can use whatever its job has, so a job that runs it holds no rights: no identity, no token of an app, no
/// secret but those for the code itself (<see cref="NeedsSecretAttribute.ForCode"/>), and no right to write.
/// </summary>
/// <param name="what">What it does with the code, after the target's name: "compiles the service".</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RunsCodeAttribute(string what) : Attribute
{
    /// <summary>What it does with the code.</summary>
    public string What => what;
}

namespace Nuke.Common.Execution;

/// <summary>Gives the parameters of a build their values.</summary>
internal sealed class InjectParameterValues : BuildExtensionAttributeBase, IOnBuildCreated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        foreach (var parameter in ((NukeBuild)Build).Parameters)
        {
            // Attributes derived from it have their turn with the others, and the engine's other parameters are read
            // where they are asked for.
            if (parameter.Attribute.GetType() != typeof(ParameterAttribute))
                continue;
            if (
                parameter.IsInherited
                && parameter.Name is not ("Plan" or "Help" or "Continue" or "NoLogo" or "Partition")
            )
                continue;

            parameter.Attribute.Build = Build;
            var member = new InjectedMember(parameter.Member, parameter.Attribute);
            // A component's is read all the same, so that a value of the wrong kind is told before anything runs.
            if (parameter.Attribute.GetValue(parameter.Member, Build) is { } value && !member.IsOfComponent)
                member.SetValue(Build, value);
        }
    }
}

/// <summary>Gives the members with other attributes their values, once the plan is known.</summary>
internal sealed class InjectOtherValues : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    )
    {
        var others = ((NukeBuild)Build).InjectedMembers.FindAll(member =>
            member.Attribute.GetType() != typeof(ParameterAttribute) && !member.IsOfComponent
        );
        foreach (var member in others.OrderByDescending(member => member.Attribute.Priority))
        {
            member.Attribute.Build = Build;
            if (member.Attribute.TryGetValue(member.Member, Build) is { } value)
                member.SetValue(Build, value);
        }
    }
}

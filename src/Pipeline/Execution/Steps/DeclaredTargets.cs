namespace Pipeline.Execution.Steps;

/// <summary>The targets of a build that work on services.</summary>
public static class DeclaredTargets
{
    // NUKE asks each target of a build for its definition before there is anything else to hold on to.
    private static readonly AsyncLocal<Dictionary<string, ServiceTarget>?> OfBuild = new();

    private static Dictionary<string, ServiceTarget> Declared => OfBuild.Value ??= [];

    /// <summary>The limits that targets declare.</summary>
    public static ImmutableArray<StepLimit> Limits => [.. Declared.Values.SelectMany(target => target.Limits)];

    /// <summary>Forgets the targets of a build that was made before in this process: those of the next one are declared now.</summary>
    public static void Begin() => OfBuild.Value = [];

    /// <summary>The target of this name, where it is one that works on services.</summary>
    public static ServiceTarget? Find(string name) => Declared.GetValueOrDefault(name);

    /// <summary>How many targets that work on services were declared before this one; -1 where it is none.</summary>
    internal static int PlaceOf(string name) => Declared.Keys.ToList().IndexOf(name);

    /// <summary>Declares a target, in the place of one of the same name.</summary>
    internal static void Declare(ServiceTarget target) => Declared[target.Name] = target;

    /// <summary>Declares more of a target.</summary>
    /// <exception cref="InvalidOperationException">The target does not work on services.</exception>
    internal static void Change(string name, Func<ServiceTarget, ServiceTarget> change) =>
        Declare(
            change(
                Find(name)
                    ?? throw new InvalidOperationException(
                        $"{name} has no steps yet: say first what it does for each service"
                    )
            )
        );
}

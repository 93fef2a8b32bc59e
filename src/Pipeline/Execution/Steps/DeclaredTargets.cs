namespace Pipeline.Execution.Steps;

/// <summary>The targets of a build that work on services.</summary>
internal static class DeclaredTargets
{
    // NUKE evaluates the targets of a build before anything else exists that could hold them.
    private static Dictionary<string, ServiceTarget> declared = [];

    /// <summary>The limits that targets declare.</summary>
    public static ImmutableArray<StepLimit> Limits => [.. declared.Values.SelectMany(target => target.Limits)];

    /// <summary>Starts the declarations of a new build in this process.</summary>
    public static void Begin() => declared = [];

    /// <summary>The target with a name; null where it does not work on services.</summary>
    public static ServiceTarget? Find(string name) => declared.GetValueOrDefault(name);

    /// <summary>The index of a target in the order of declaration; -1 where it does not work on services.</summary>
    internal static int PlaceOf(string name) => declared.Keys.ToList().IndexOf(name);

    /// <summary>Declares a target; it replaces one of the same name.</summary>
    internal static void Declare(ServiceTarget target) => declared[target.Name] = target;

    /// <summary>Changes a declared target.</summary>
    /// <exception cref="InvalidOperationException">The target does not work on services.</exception>
    internal static void Change(string name, Func<ServiceTarget, ServiceTarget> change) =>
        Declare(
            change(
                Find(name)
                    ?? throw new InvalidOperationException(
                        $"{name} has no steps yet: call ForEachService or ForServicesTogether first"
                    )
            )
        );
}

using Nuke.Common.CI;

namespace Nuke.Common.Execution;

/// <summary>Extensions of a build, its own and those of the engine, in the order of their turns.</summary>
internal sealed class BuildExtensions
{
    private readonly List<BuildExtensionAttributeBase> _all = [];
    private readonly NukeBuild _build;

    public BuildExtensions(NukeBuild build)
    {
        _build = build;
        foreach (
            var attribute in Attribute.GetCustomAttributes(
                build.GetType(),
                typeof(BuildExtensionAttributeBase),
                inherit: true
            )
        )
            Add((BuildExtensionAttributeBase)attribute);

        Add(new InjectParameterValues { Priority = 100 });
        Add(new UpdateSchema { Priority = 75 });
        Add(new GenerateConfiguration { Priority = 50 });
        Add(new RefreshConfigurations { Priority = 45 });
        Add(new ShowPlan { Priority = 10 });
        Add(new ShowHelp { Priority = 5 });
        Add(new SerializeState());
        Add(new InjectOtherValues { Priority = -100 });
        Add(new EventInvoker());
    }

    /// <summary>Gives each extension of this kind its turn, until one of them has ended the run.</summary>
    public void Raise<TExtension>(Action<TExtension> turn)
        where TExtension : class, IBuildExtension
    {
        foreach (var extension in _all)
        {
            if (extension is TExtension concerned && !_build.HasEndedEarly)
                turn(concerned);
        }
    }

    /// <summary>Puts the extension behind those of its priority.</summary>
    private void Add(BuildExtensionAttributeBase extension)
    {
        extension.Build = _build;
        var index = _all.Count;
        while (index > 0 && _all[index - 1].Priority < extension.Priority)
            index--;

        _all.Insert(index, extension);
    }
}

using System.Reflection;
using Nuke.Common.CI;

namespace Nuke.Common.Execution;

/// <summary>Extensions of a build, its own and those of the engine, in the order of their turns.</summary>
internal sealed class BuildExtensions
{
    private readonly List<BuildExtensionAttributeBase> _all;
    private readonly NukeBuild _build;

    public BuildExtensions(NukeBuild build)
    {
        _build = build;
        BuildExtensionAttributeBase[] engine =
        [
            new InjectParameterValues { Priority = 100 },
            new UpdateSchema { Priority = 75 },
            new GenerateConfiguration { Priority = 50 },
            new RefreshConfigurations { Priority = 45 },
            new ShowPlan { Priority = 10 },
            new ShowHelp { Priority = 5 },
            new InjectOtherValues { Priority = -100 },
            new SerializeState(),
            new EventInvoker(),
        ];
        _all =
        [
            .. Attribute
                .GetCustomAttributes(build.GetType(), typeof(BuildExtensionAttributeBase), inherit: true)
                .Cast<BuildExtensionAttributeBase>()
                .Concat(engine)
                .OrderByDescending(extension => extension.Priority),
        ];
        foreach (var extension in _all)
            extension.Build = build;
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
}

using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>Whether this run writes the configuration of a build server and nothing else.</summary>
public static class BuildServerConfigurationGeneration
{
    /// <summary>The parameter that asks for it, with the configuration's identifier.</summary>
    public const string ConfigurationParameterName = "generate-configuration";

    /// <summary>Whether it was asked for.</summary>
    public static bool IsActive => RequestedId is not null;

    internal static string? RequestedId { get; } =
        (string?)ParameterService.Get(ConfigurationParameterName, typeof(string));

    internal static List<ConfigurationAttributeBase> GeneratorsOf(INukeBuild build)
    {
        var generators = new List<ConfigurationAttributeBase>();
        foreach (
            var attribute in Attribute.GetCustomAttributes(
                build.GetType(),
                typeof(ConfigurationAttributeBase),
                inherit: true
            )
        )
        {
            var generator = (ConfigurationAttributeBase)attribute;
            generator.Build = build;
            generators.Add(generator);
        }

        return generators;
    }
}

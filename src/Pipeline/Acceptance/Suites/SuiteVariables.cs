using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Acceptance.Suites;

/// <summary>The variables by which a suite finds what it tests.</summary>
internal static class SuiteVariables
{
    private const string Address = "PIPELINE_URL";

    /// <summary>The variables of a step's programs.</summary>
    /// <param name="step">The step.</param>
    /// <param name="addresses">Where the services answer.</param>
    public static ImmutableDictionary<string, string?> Of(StepContext step, EnvironmentAddresses addresses)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string?>();
        variables["PIPELINE_ENVIRONMENT"] = step.Environment.Name;
        variables["PIPELINE_COMMIT"] = step.Source.Commit;
        if (addresses.Base is { } common)
            variables[Address] = Text(common);
        foreach (var service in step.Platform.Services)
            if (addresses.Of(service.Name) is { } address)
                variables[$"{Address}_{service.Name.Replace('-', '_').ToUpperInvariant()}"] = Text(address);
        return variables.ToImmutable();
    }

    /// <summary>An address to append paths to.</summary>
    public static string Text(Uri address) => $"{address}".TrimEnd('/');
}

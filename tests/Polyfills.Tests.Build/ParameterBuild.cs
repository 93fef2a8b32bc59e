using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Polyfills.Tests.Builds;

internal enum Colour
{
    Red,
    Green,
}

[TypeConverter(typeof(TypeConverter<Configuration>))]
internal sealed class Configuration : Enumeration
{
    public static readonly Configuration Debug = new() { Value = nameof(Debug) };
    public static readonly Configuration Release = new() { Value = nameof(Release) };
}

internal sealed class ParameterBuild : SpeakingBuild
{
    [Parameter("What to call it")]
    readonly string Label = "none";

    [Parameter("How many at once.")]
    readonly int MaxJobs = 4;

    [Parameter("How many hours it may take.")]
    readonly double Hours = 1;

    [Parameter("How many, if it matters.")]
    readonly int? Limit;

    [Parameter("Whether it is wet")]
    readonly bool IsWet;

    [Parameter("Whether it is dry")]
    readonly bool? IsDry;

    [Parameter("Its colour.")]
    readonly Colour Colour = Colour.Red;

    [Parameter("How it is compiled.")]
    readonly Configuration Configuration = Configuration.Debug;

    [Parameter("Where it is.")]
    readonly AbsolutePath Place;

    [Parameter("Services to take.")]
    readonly string[] Service = [];

    [Parameter("Numbers to add.", Separator = ",")]
    readonly int[] Number = [];

    [Parameter("What it is called on the command line.", Name = "Given")]
    readonly string Called = "none";

    [Parameter]
    readonly string Undescribed;

    [Parameter("Not for everyone.", List = false)]
    readonly string Unlisted;

    [Parameter("Opens the registry."), Secret]
    readonly string RegistryToken;

    [Parameter("One of those that are offered.", ValueProviderMember = nameof(Offers))]
    string Offer { get; }

    [Parameter("Kept by a property.")]
    string Kept { get; set; } = "kept";

    static IEnumerable<string> Offers => ["tea", "coffee"];

    public static int Start() => Execute<ParameterBuild>(build => build.Show);

    Target Show =>
        _ =>
            _.Description("Says what the parameters are.")
                .Executes(() =>
                {
                    Say($"Label={Label}");
                    Say($"MaxJobs={MaxJobs}");
                    Say($"Hours={Hours.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
                    Say($"Limit={Limit?.ToString() ?? "null"}");
                    Say($"IsWet={IsWet}");
                    Say($"IsDry={IsDry?.ToString() ?? "null"}");
                    Say($"Colour={Colour}");
                    Say($"Configuration={Configuration}");
                    Say($"Place={Place?.ToString() ?? "null"}");
                    Say($"Service=[{string.Join(' ', Service)}]");
                    Say($"Number=[{string.Join(' ', Number)}]");
                    Say($"Called={Called}");
                    Say($"Offer={Offer ?? "null"}");
                    Say($"Kept={Kept}");
                    Say($"RegistryToken has {RegistryToken?.Length ?? 0} characters");
                    Say($"Unlisted={Unlisted ?? Undescribed ?? "null"}");
                    Say($"Verbosity={Verbosity}");
                    Say($"Host={Host.GetType().Name}");
                    Say($"Profiles=[{string.Join(' ', LoadedLocalProfiles)}]");
                    Say($"Root={RootDirectory}");
                    Say($"Temp={TemporaryDirectory}");
                    Say($"Assembly={BuildAssemblyFile.Name} in {BuildAssemblyDirectory}");
                    Say($"Project={BuildProjectFile.Name}");
                });
}

using Pipeline.Catalog;
using Pipeline.Quality.Languages;
using Pipeline.Tools;

namespace Pipeline.Tests.Quality.Languages.Perl;

/// <summary>Perl: its interpreter, and prove for tests.</summary>
internal sealed class PerlLanguage : ILanguage
{
    public Language Language { get; } =
        new("perl")
        {
            Product = "Perl",
            Markers = ["cpanfile", "Makefile.PL", "*.pl"],
            AccompaniesOthers = true,
        };

    public IToolchain Toolchain => new PerlToolchain();

    public VersionInstaller Installer =>
        new ByAction("acme/setup-perl", "0123456789abcdef0123456789abcdef01234567", "v1.0.0", "perl-version");

    public ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) =>
        [
            new("perl", "compiles and tests Perl services")
            {
                Probes =
                [
                    ["perl", "-v"],
                ],
                Apt = ["perl"],
                Brew = ["perl"],
                Site = "https://www.perl.org",
            },
        ];
}

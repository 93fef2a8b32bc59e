using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

public sealed class PodmanRegistriesTests
{
    private const string Insecure = "\n[[registry]]\nlocation = \"127.0.0.1:5000\"\ninsecure = true\n";

    [Fact]
    public void A_loopback_registry_is_marked_as_plain_HTTP_beside_what_the_user_has_configured()
    {
        const string Own =
            "unqualified-search-registries = [\"quay.io\"]\n[[registry]]\nlocation = \"mirror.example\"\n";

        PodmanRegistries.Configure(Own, "127.0.0.1:5000").ShouldBe(Own + Insecure);
    }

    [Fact]
    public void Names_without_a_registry_are_found_where_Docker_finds_them() =>
        PodmanRegistries
            .Configure("", "127.0.0.1:5000")
            .ShouldBe("unqualified-search-registries = [\"docker.io\"]\n" + Insecure);

    [Fact]
    public void Any_other_registry_is_spoken_to_with_encryption() =>
        PodmanRegistries.Configure("", "registry.example.com").ShouldNotContain("insecure");

    [Fact]
    public void A_registry_that_the_user_has_configured_is_not_configured_twice()
    {
        const string Own = "unqualified-search-registries = []\n[[registry]]\nlocation = \"127.0.0.1:5000\"\n";

        PodmanRegistries.Configure(Own, "127.0.0.1:5000").ShouldBe(Own);
    }
}

namespace Pipeline.Tests.Adoption;

public sealed class HostileNameTests : IDisposable
{
    private readonly AdoptionFixture repository = new();

    [Theory]
    [InlineData("services/a\u001b[31mb")]
    [InlineData("services/a\nevil: {}\n")]
    [InlineData("services/a: {commands: {compile: [touch, x]}} #")]
    public async Task A_folder_s_name_is_a_value_of_the_catalog_and_nothing_else(string folder)
    {
        repository.With($"{folder}/Dockerfile", "FROM scratch\n").With($"{folder}/go.mod", "module a\n");

        var proposal = await repository.Propose();

        proposal.Text.ShouldNotContain("\u001b");
        var service = proposal.Platform!.Services.ShouldHaveSingleItem();
        service.Directory.ShouldBe(repository.Root / folder);
        service.Commands.Compile.ShouldBeEmpty();
    }

    public void Dispose() => repository.Dispose();
}

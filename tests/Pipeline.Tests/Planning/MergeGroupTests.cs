using Pipeline.Planning;

namespace Pipeline.Tests.Planning;

public sealed class MergeGroupTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Theory]
    [InlineData(
        """{"merge_group":{"base_sha":"1111111111111111111111111111111111111111"}}""",
        "1111111111111111111111111111111111111111"
    )]
    [InlineData("""{"merge_group":{}}""", null)]
    [InlineData("""{"pull_request":{}}""", null)]
    [InlineData("no JSON", null)]
    public void The_base_is_what_the_event_says_and_else_unknown(string content, string? expected)
    {
        File.WriteAllText(file, content);

        MergeGroup.Base(file).ShouldBe(expected);
    }

    [Fact]
    public void Without_an_event_it_is_unknown() => MergeGroup.Base(null).ShouldBeNull();

    public void Dispose() => File.Delete(file);
}

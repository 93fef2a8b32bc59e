using System.Text.Json.Nodes;
using Pipeline.Catalog;
using Pipeline.Deployments.Ecs.Revisions;

namespace Pipeline.Tests.Deployments.Ecs;

public class TaskContentTests
{
    private static readonly ImageReference Image = new("r.example", "auth", "abc1234", $"sha256:{new string('a', 64)}");

    [Fact]
    public void A_field_that_is_newer_than_this_code_survives()
    {
        var definition = JsonNode
            .Parse(
                """{"taskDefinitionArn":"a:1","status":"ACTIVE","newer":{"x":1.50},"containerDefinitions":[{"name":"auth","image":"x","newest":""}]}"""
            )!
            .AsObject();

        var content = TaskContent.With(TaskContent.Of(definition), "auth", Image, new());

        content
            .ToJsonString()
            .ShouldBe(
                $$"""{"newer":{"x":1.50},"containerDefinitions":[{"name":"auth","image":"r.example/auth@{{Image.Digest}}","newest":""}]}"""
            );
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("it's 50 % = half", "it=27s 50 =25 =3D half")]
    [InlineData("são – \U0001F680", "são =E2=80=93 =F0=9F=9A=80")]
    [InlineData("dependabot[bot]", "dependabot=5Bbot=5D")]
    public void A_text_comes_back_from_the_value_of_a_tag(string text, string value)
    {
        TagText.Write(text).ShouldBe(value);
        TagText.Read(value).ShouldBe(text);
    }

    [Fact]
    public void A_long_text_is_cut_off_between_two_characters()
    {
        var value = TagText.Write(new string('–', 100));

        value.Length.ShouldBe(252);
        TagText.Read(value).ShouldBe(new string('–', 28));
    }

    [Theory]
    [InlineData("""{ "a": 1 }""", """{ "a": 1, "b": 2 }""", "")]
    [InlineData("""{ "a": { "b": "1" } }""", """{ "a": { "b": "2" } }""", "a.b")]
    [InlineData("""{ "a": [1, 2] }""", """{ "a": [1] }""", "a")]
    [InlineData("""{ "a": [{ "b": 1 }] }""", """{ "a": [{ "b": 2 }] }""", "a.0.b")]
    [InlineData("""{ "a": [], "b": null }""", "{}", "")]
    public void Only_what_is_stated_can_differ(string stated, string running, string places) =>
        string.Join(' ', DefinitionDrift.Of(JsonNode.Parse(stated), JsonNode.Parse(running))).ShouldBe(places);
}

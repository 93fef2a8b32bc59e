using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Tests.Foundation.Files;

public sealed class MemoTests : IDisposable
{
    private static readonly MemoCodec<string> Text = new(
        (writer, text) => writer.Write(text),
        reader => reader.ReadString()
    );

    private readonly AbsolutePath artifacts = Directory.CreateTempSubdirectory("memo-").FullName;

    private AbsolutePath File => artifacts / "memory" / "texts";

    public void Dispose() => Directory.Delete(artifacts, recursive: true);

    [Fact]
    public void What_a_run_has_computed_the_next_one_does_not_compute()
    {
        Keep(("question", "answer"));

        Ask(Memo.Read(File), "question", "another answer").ShouldBe("answer");
    }

    [Fact]
    public void Another_input_has_another_value()
    {
        Keep(("question", "answer"));

        Ask(Memo.Read(File), "question ", "another answer").ShouldBe("another answer");
    }

    [Fact]
    public void What_a_run_did_not_ask_for_is_kept_for_the_next_one()
    {
        Keep(("first", "1"));
        Keep(("second", "2"));

        Ask(Memo.Read(File), "first", "computed").ShouldBe("1");
    }

    [Fact]
    public void A_file_in_which_any_byte_has_changed_holds_nothing()
    {
        Keep(("question", "answer"));
        var content = System.IO.File.ReadAllBytes(File);
        foreach (var at in Enumerable.Range(0, content.Length))
        {
            byte[] damaged = [.. content];
            damaged[at] ^= 1;
            System.IO.File.WriteAllBytes(File, damaged);

            Ask(Memo.Read(File), "question", "computed").ShouldBe("computed", $"byte {at}");
        }
    }

    [Fact]
    public void A_file_that_was_cut_off_holds_nothing()
    {
        Keep(("question", "answer"));
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..^1]);

        Ask(Memo.Read(File), "question", "computed").ShouldBe("computed");
    }

    [Fact]
    public void No_value_is_not_kept_as_one()
    {
        var memo = Memo.Read(File);
        memo.Of("question"u8, Text, () => null).ShouldBeNull();
        memo.Write(artifacts);

        Ask(Memo.Read(File), "question", "computed").ShouldBe("computed");
    }

    [Fact]
    public void A_value_with_a_secret_in_it_is_given_and_not_kept()
    {
        var memo = Memo.Read(File, text => text.Contains("made-up-secret", StringComparison.Ordinal));
        Ask(memo, "question", "made-up-secret").ShouldBe("made-up-secret");
        memo.Write(artifacts);

        Ask(Memo.Read(File), "question", "computed").ShouldBe("computed");
    }

    [Fact]
    public void Where_no_run_has_made_the_folder_of_artifacts_none_is_left_behind()
    {
        var absent = artifacts / "absent";
        var memo = Memo.Read(absent / "memory" / "texts");
        Ask(memo, "question", "answer");

        memo.Write(absent);

        Directory.Exists(absent).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_other_code_has_computed_is_computed_again(int changed)
    {
        var modules = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        var memo = Memo.Read(File, string.Join(' ', modules));
        Ask(memo, "question", "answer");
        memo.Write(artifacts);
        Ask(Memo.Read(File, string.Join(' ', modules)), "question", "computed").ShouldBe("answer");

        modules[changed] = Guid.NewGuid();

        Ask(Memo.Read(File, string.Join(' ', modules)), "question", "computed").ShouldBe("computed");
    }

    [Fact]
    public void A_file_that_grows_too_large_loses_what_is_not_used_any_more()
    {
        var large = new string('x', Memo.Limit - 1024);
        Keep(("old", large), ("used", "1"));
        var memo = Memo.Read(File);
        Ask(memo, "used", "computed");
        Ask(memo, "new", new string('y', 2048));
        memo.Write(artifacts);

        var after = Memo.Read(File);

        Ask(after, "old", "computed").ShouldBe("computed");
        Ask(after, "used", "computed").ShouldBe("1");
    }

    private void Keep(params (string Input, string Value)[] values)
    {
        var memo = Memo.Read(File);
        foreach (var (input, value) in values)
            Ask(memo, input, value);
        memo.Write(artifacts);
    }

    private static string? Ask(Memo memo, string input, string computed) =>
        memo.Of(Encoding.UTF8.GetBytes(input), Text, () => computed);
}

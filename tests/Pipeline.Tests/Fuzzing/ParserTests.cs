using System.Globalization;
using CsCheck;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Failures;
using Pipeline.Tools.Locked;
using YamlDotNet.Core;

namespace Pipeline.Tests.Fuzzing;

/// <summary>
/// What is read from outside is read, or refused by a sentence, whatever it is. <c>FUZZ_SECONDS</c> goes on for as long
/// with each reader, <c>FUZZ_READER</c> takes those alone whose name contains it.
/// </summary>
public sealed class ParserTests
{
    private const uint Few = 60;
    private const ulong Seed = 20261130;

    private static readonly int Seconds = int.TryParse(
        Environment.GetEnvironmentVariable("FUZZ_SECONDS"),
        CultureInfo.InvariantCulture,
        out var seconds
    )
        ? seconds
        : 0;

    public static TheoryData<string> Names { get; } =
    [
        .. Parsers
            .All.Select(parser => parser.Name)
            .Where(name => name.Contains(Environment.GetEnvironmentVariable("FUZZ_READER") ?? "")),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_damaged_is_refused_by_a_sentence(string name)
    {
        var parser = Parsers.All.Single(parser => parser.Name == name);

        var damaged = Mutation.Of(parser.Seeds);

        // The same in each run, so that a change is what fails it; the long form looks for what is not known yet.
        for (uint number = 0; number < Few; number++)
            IsReadOrRefused(parser, damaged.Generate(new(number, Seed), null, out _)).ShouldBeTrue();
        if (Seconds > 0)
            damaged.Sample(content => IsReadOrRefused(parser, content), time: Seconds, threads: 1, writeLine: Tell);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_damaged_is_read(string name)
    {
        var parser = Parsers.All.Single(parser => parser.Name == name);

        foreach (var seed in parser.Seeds)
            Should.NotThrow(() => parser.Read(seed));
    }

    private static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static bool IsReadOrRefused(Parser parser, byte[] content)
    {
        try
        {
            parser.Read(content);
            return true;
        }
        catch (Exception refusal)
            when (refusal
                    is StepFailedException
                        or CatalogException
                        or ManifestException
                        or ToolException
                        or YamlException
                        or InvalidDataException
            )
        {
            return refusal.Message.Length > 0;
        }
    }
}

using Pipeline.Adoption.Trees;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Adoption.Proposal;

/// <summary>
/// What a person has answered, by the keys of the catalog: on the command line, or in a catalog that is there.
/// </summary>
internal sealed class Answers
{
    private readonly Dictionary<string, string> given;
    private readonly YamlMap? written;

    private Answers(Dictionary<string, string> given, YamlMap? written)
    {
        this.given = given;
        this.written = written;
    }

    /// <summary>The answers of the command line, in the order of their keys.</summary>
    public IEnumerable<KeyValuePair<string, string>> Given =>
        given.OrderBy(answer => answer.Key, StringComparer.Ordinal);

    /// <summary>Reads answers.</summary>
    /// <param name="given">Each as <c>KEY=VALUE</c>.</param>
    /// <param name="catalog">The catalog that is there; null for none.</param>
    /// <exception cref="AdoptionException">One of them is no answer, or the catalog is not to be read.</exception>
    public static Answers Read(IEnumerable<string> given, string? catalog)
    {
        var answers = new Dictionary<string, string>();
        foreach (var answer in given)
            if (answer.Split('=', 2) is [{ Length: > 0 } key, { Length: > 0 } value])
                answers[key] = value;
            else
                throw new AdoptionException(
                    $"\"{answer}\" is no answer: write KEY=VALUE, as in services.auth.path=services/auth"
                );
        try
        {
            return new(answers, catalog is null ? null : YamlNodeReader.Read(catalog) as YamlMap);
        }
        catch (YamlException broken)
        {
            throw new AdoptionException(
                $"pipeline.yaml:{broken.Start.Line}:{broken.Start.Column} is not valid YAML ({broken.Message}): correct it, or take it away"
            );
        }
    }

    /// <summary>True for an answer that a proposal has taken in.</summary>
    public bool IsGiven(string key) => given.ContainsKey(key);

    /// <summary>The answer to a question; null where there is none.</summary>
    public string? To(string key) => given.GetValueOrDefault(key) ?? (Written(key.Split('.')) as YamlScalar)?.Value;

    /// <summary>The same answers, and one more.</summary>
    public Answers With(string key, string value) => new(new(given) { [key] = value }, written);

    private YamlNode? Written(string[] path) =>
        path.Aggregate((YamlNode?)written, (node, key) => (node as YamlMap)?[key]);
}

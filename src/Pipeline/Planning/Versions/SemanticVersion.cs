using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Planning.Versions;

/// <summary>A semantic version, such as <c>1.4.0</c>.</summary>
/// <remarks>
/// https://semver.org/spec/v2.0.0.html; without pre-release and build metadata, which no delivery has.
/// </remarks>
/// <param name="Major">Grows with a breaking change.</param>
/// <param name="Minor">Grows with a feature.</param>
/// <param name="Patch">Grows with any other change.</param>
internal readonly partial record struct SemanticVersion(int Major, int Minor, int Patch)
    : IVersionNumber<SemanticVersion>
{
    /// <summary>A service's first version: the specification's advice for initial development.</summary>
    public static SemanticVersion First { get; } = new(0, 1, 0);

    /// <summary>
    /// The version after a change. Before <c>1.0.0</c>, which a person tags, a breaking change is a minor one.
    /// </summary>
    public SemanticVersion Next(ChangeKind change) =>
        change switch
        {
            ChangeKind.Breaking when Major > 0 => new(Major + 1, 0, 0),
            ChangeKind.Breaking or ChangeKind.Feature => new(Major, Minor + 1, 0),
            _ => new(Major, Minor, Patch + 1),
        };

    /// <summary>The first free version after a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="taken">The taken versions, in any order.</param>
    public SemanticVersion Next(ChangeKind change, IReadOnlySet<SemanticVersion> taken)
    {
        var next = Next(change);
        while (taken.Contains(next))
            next = next.Next(change);
        return next;
    }

    /// <inheritdoc />
    public static SemanticVersion? Parse(string text)
    {
        var match = Form().Match(text);
        return
            match.Success
            && Number("major") is { } major
            && Number("minor") is { } minor
            && Number("patch") is { } patch
            ? new(major, minor, patch)
            : null;

        int? Number(string name) =>
            int.TryParse(match.Groups[name].Value, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <inheritdoc />
    public (int, int, int) Order => (Major, Minor, Patch);

    /// <summary>The version as it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    [GeneratedRegex(
        @"^(?<major>0|[1-9][0-9]*)\.(?<minor>0|[1-9][0-9]*)\.(?<patch>0|[1-9][0-9]*)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Planning.Versions;

/// <summary>A version by what it changes, such as <c>1.4.0</c>.</summary>
/// <remarks>https://semver.org/spec/v2.0.0.html; without pre-release and build, which no delivery has.</remarks>
/// <param name="Major">Grows where users have to change something.</param>
/// <param name="Minor">Grows where something was added.</param>
/// <param name="Patch">Grows with everything else.</param>
public readonly partial record struct SemanticVersion(int Major, int Minor, int Patch) : IVersionNumber<SemanticVersion>
{
    /// <summary>What a service begins with: the specification's advice for what is still being built.</summary>
    public static SemanticVersion First { get; } = new(0, 1, 0);

    /// <summary>The one that follows a change. Before <c>1.0.0</c>, which a person gives, what breaks is a minor change.</summary>
    public SemanticVersion Next(ChangeKind change) =>
        change switch
        {
            ChangeKind.Breaking when Major > 0 => new(Major + 1, 0, 0),
            ChangeKind.Breaking or ChangeKind.Feature => new(Major, Minor + 1, 0),
            _ => new(Major, Minor, Patch + 1),
        };

    /// <summary>The first one that follows a change and was not taken.</summary>
    /// <param name="change">The change.</param>
    /// <param name="taken">Versions that were taken, in any order.</param>
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

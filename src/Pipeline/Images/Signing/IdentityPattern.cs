using System.Text.RegularExpressions;

namespace Pipeline.Images.Signing;

/// <summary>Names one identity, or several by a star that stands for any letters.</summary>
internal static class IdentityPattern
{
    /// <summary>The pattern as an expression over the whole of an identity, in the syntax that Go and .NET share.</summary>
    public static string Expression(string pattern) =>
        $"^{string.Join(".*", pattern.Split('*').Select(Regex.Escape))}$";

    /// <summary>True where a pattern names an identity.</summary>
    public static bool Matches(string pattern, string identity) =>
        Regex.IsMatch(identity, Expression(pattern), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}

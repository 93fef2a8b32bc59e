using System.Text;

namespace Nuke.Common.Execution;

/// <summary>How the names of parameters are written and compared.</summary>
internal static class ParameterNames
{
    /// <summary>Names that stay one word, as NUKE has them.</summary>
    private static readonly string[] s_words =
    [
        "DotNet",
        "GitHub",
        "GitVersion",
        "MSBuild",
        "NuGet",
        "ReSharper",
        "AppVeyor",
        "TeamCity",
        "GitLab",
        "SignPath",
        "JetBrains",
    ];

    /// <summary>The name on a command line: a dash between words, all in lower case.</summary>
    public static string Dashed(string name)
    {
        var dashed = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var word = WordAt(name, i);
            if (i > 0 && (word is not null || (char.IsLower(name[i - 1]) && char.IsUpper(name[i]))))
                dashed.Append('-');

            dashed.Append(word ?? name.AsSpan(i, 1));
            i += (word?.Length ?? 1) - 1;
        }

        return dashed.ToString().ToLowerInvariant();
    }

    /// <summary>Whether an argument, with its dashes, means this parameter.</summary>
    public static bool IsSame(string argument, string name) =>
        argument
            .Replace("-", "", StringComparison.Ordinal)
            .Equals(name.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether an environment variable means this parameter: by its letters and digits, after an optional <c>NUKE</c>.
    /// </summary>
    public static bool HasSameLettersAndDigits(string variable, string name) =>
        HasSame(variable, name)
        || (variable.StartsWith("NUKE", StringComparison.OrdinalIgnoreCase) && HasSame(variable.AsSpan(4), name));

    private static bool HasSame(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < a.Length && !char.IsLetterOrDigit(a[i]))
                i++;
            while (j < b.Length && !char.IsLetterOrDigit(b[j]))
                j++;
            if (i == a.Length || j == b.Length)
                return i == a.Length && j == b.Length;
            if (char.ToUpperInvariant(a[i++]) != char.ToUpperInvariant(b[j++]))
                return false;
        }
    }

    private static string? WordAt(string name, int start)
    {
        foreach (var word in s_words)
        {
            if (string.Compare(name, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0)
                return word;
        }

        return null;
    }
}

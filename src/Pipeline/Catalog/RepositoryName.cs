namespace Pipeline.Catalog;

/// <summary>
/// Which names a registry takes for repositories
/// (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests): lower-case letters and
/// digits, with ".", "_", "__" or dashes between them, and slashes between names.
/// </summary>
internal static class RepositoryName
{
    /// <summary>True for such a name.</summary>
    public static bool IsValid(string name) => name.Split('/').All(IsComponent);

    // A regular expression for it takes longer to load than the rest of a catalog.
    private static bool IsComponent(string name)
    {
        if (name.Length == 0 || !IsWord(name[0]) || !IsWord(name[^1]))
            return false;
        for (var i = 1; i < name.Length; i++)
            if (!IsWord(name[i]) && !MaySeparate(name, i))
                return false;
        return true;
    }

    private static bool MaySeparate(string name, int i) =>
        name[i] switch
        {
            '.' => IsWord(name[i - 1]),
            '_' => IsWord(name[i - 1]) || (name[i - 1] == '_' && IsWord(name[i - 2])),
            '-' => IsWord(name[i - 1]) || name[i - 1] == '-',
            _ => false,
        };

    private static bool IsWord(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);
}

#nullable disable annotations

namespace Nuke.Common.IO;

/// <summary>A path seen from some directory, in its normal form.</summary>
public class RelativePath
{
    private readonly string _path;
    private readonly char? _separator;

    /// <summary>Takes a path in its normal form, and the separator that stays with it (null: the system's).</summary>
    protected RelativePath(string path, char? separator = null) => (_path, _separator) = (path, separator);

    /// <summary>Takes a relative path; null stays null.</summary>
    public static explicit operator RelativePath(string path) =>
        path is null ? null : new RelativePath(PathConstruction.NormalizePath(path));

    /// <summary>The path as text; null stays null.</summary>
    public static implicit operator string(RelativePath path) => path?._path;

    /// <summary>Goes down, or up with <c>..</c>.</summary>
    public static RelativePath operator /(RelativePath left, string right) =>
        new(
            PathConstruction.NormalizePath(
                PathConstruction.Combine(left._path, right, left._separator),
                left._separator
            ),
            left._separator
        );

    /// <summary>Appends to the name.</summary>
    public static RelativePath operator +(RelativePath left, string right) => new(left._path + right, left._separator);

    /// <inheritdoc/>
    public override string ToString() => _path;
}

/// <summary>A relative path with <c>/</c> between its parts on every system.</summary>
public class UnixRelativePath : RelativePath
{
    /// <summary>Takes a path in its normal form.</summary>
    protected UnixRelativePath(string path, char? separator)
        : base(path, separator) { }

    /// <summary>Takes a relative path, whatever its separators.</summary>
    public static explicit operator UnixRelativePath(string path) =>
        new(PathConstruction.NormalizePath(path, '/'), '/');
}

namespace Pipeline.Workflows.Model;

/// <summary>A third-party action, at the reviewed commit.</summary>
/// <param name="Repository">Its repository on GitHub, <c>OWNER/NAME</c>.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Version">The tag that names the commit.</param>
public sealed record ActionPin(string Repository, string Commit, string Version);

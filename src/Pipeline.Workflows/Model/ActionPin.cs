namespace Pipeline.Workflows.Model;

/// <summary>An action of others, at the commit that was looked at.</summary>
/// <param name="Repository">Where it lives on GitHub, <c>OWNER/NAME</c>.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Version">The tag that names the commit.</param>
public sealed record ActionPin(string Repository, string Commit, string Version);

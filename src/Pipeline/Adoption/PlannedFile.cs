namespace Pipeline.Adoption;

/// <summary>A file that an adoption would write.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Content">Its whole content.</param>
/// <param name="IsProgram">True for a script that is started.</param>
internal sealed record PlannedFile(string Path, string Content, bool IsProgram = false);

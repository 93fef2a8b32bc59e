namespace Pipeline.Workflows.Design;

/// <summary>
/// Reports that a job leaves even where it fails, because they say why. Each job's and service's are an artifact of
/// their own, <c>reports-JOB-SERVICE</c>, which a later job gets in a folder with that name.
/// </summary>
/// <param name="Folder">The folder that targets write them to.</param>
/// <param name="Arrivals">The folder that their artifacts are downloaded to.</param>
public sealed record JobReports(string Folder, string Arrivals);

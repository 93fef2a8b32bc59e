namespace Pipeline.Workflows.Design;

/// <summary>
/// How a build takes over what earlier jobs handed over. The artifacts of its folder are not put in place, but below
/// <paramref name="Arrivals"/>, each in a folder with its name, and the build decides what of them counts. Where GitHub
/// passes outputs from one job to the other, it is told the digest that the earlier job stated.
/// </summary>
/// <param name="Folder">The folder that targets hand over; other paths that they produce are put in place.</param>
/// <param name="Arrivals">The folder that its artifacts are downloaded to.</param>
/// <param name="Parameter">
/// The parameter for the earlier jobs, separated by commas: <c>JOB@DIGEST</c>, or <c>JOB</c> for the legs of a matrix,
/// whose artifacts are named <c>JOB-SERVICE</c>.
/// </param>
/// <param name="Output">The output of the build's step that holds the digest.</param>
public sealed record JobHandover(string Folder, string Arrivals, string Parameter, string Output);

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>What came of a command on a host.</summary>
/// <param name="Status">Its exit status; null where a signal ended it.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record RemoteOutcome(int? Status, string Output, string Error);

using System.Net.Sockets;
using Pipeline.Catalog;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>Asks servers whether they are ready.</summary>
internal static class ServerHealth
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <summary>Why a server is not ready yet, including that it does not answer; null once it is.</summary>
    public static async Task<string?> Obstacle(
        TestDependency dependency,
        IServerKind kind,
        ServerPlace place,
        CancellationToken cancellation
    )
    {
        using var answer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        answer.CancelAfter(Answer);
        try
        {
            return await kind.Obstacle(dependency, place, answer.Token);
        }
        catch (Exception silent) when (silent is HttpRequestException or SocketException or IOException)
        {
            return (silent.InnerException ?? silent).Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"it did not answer within {Answer.TotalSeconds:0} s";
        }
    }
}

using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Audit;

/// <summary>The target <c>Slo</c>: measures the objectives of services in environments.</summary>
internal static class ObjectiveAudit
{
    // A monitoring system serves others beside.
    private const int MostAtATime = 4;

    /// <summary>Measures the objectives: by service, in the order of the catalog, then by environment.</summary>
    /// <param name="services">The services.</param>
    /// <param name="environments">The environments; those without monitoring are left out.</param>
    /// <param name="end">The time at which all windows end.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">There is nothing to measure.</exception>
    public static async Task<ImmutableArray<ObjectiveReport>> Read(
        ImmutableArray<Service> services,
        ImmutableArray<DeploymentEnvironment> environments,
        DateTimeOffset end,
        CancellationToken cancellation = default
    )
    {
        var sources = environments
            .Where(environment => environment.Monitoring is not null)
            .ToDictionary(environment => environment.Name, environment => Monitoring.Open(environment.Monitoring!));
        try
        {
            ObjectiveSubject[] subjects =
            [
                .. from service in services
                from environment in environments
                where sources.ContainsKey(environment.Name)
                from objective in service.Objectives
                select new ObjectiveSubject(service.Name, environment.Name, objective),
            ];
            if (subjects.Length == 0)
                throw new StepFailedException(
                    $"no objective is measured in {string.Join(", ", environments.Select(environment => environment.Name))}: state objectives by \"slo\", and the environment's \"monitoring\""
                );

            var reports = new ObjectiveReport[subjects.Length];
            await Parallel.ForAsync(
                0,
                subjects.Length,
                new ParallelOptions { MaxDegreeOfParallelism = MostAtATime, CancellationToken = cancellation },
                async (at, token) =>
                    reports[at] = await new ObjectiveMeasurement(
                        sources[subjects[at].Environment],
                        BurnAlert.All,
                        end
                    ).Of(subjects[at], token)
            );
            return [.. reports];
        }
        finally
        {
            foreach (var source in sources.Values)
                source.Dispose();
        }
    }

    /// <summary>Fails where an objective holds back changes.</summary>
    /// <exception cref="StepFailedException">One does; the message names each.</exception>
    public static void Require(ImmutableArray<ObjectiveReport> reports)
    {
        var held = reports
            .Where(report => report.HoldsBack)
            .Select(report =>
                $"{report.Subject.Objective.Name} of {report.Subject.Service} in {report.Subject.Environment}"
            )
            .ToArray();
        if (held.Length > 0)
            throw new StepFailedException($"objectives that hold back changes: {string.Join(", ", held)}");
    }
}

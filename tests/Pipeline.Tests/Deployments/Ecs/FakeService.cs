using System.Text.Json.Nodes;
using Polyfills.Tests.Aws;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>What becomes of the tasks of a revision.</summary>
internal enum Course
{
    /// <summary>They run.</summary>
    Runs,

    /// <summary>
    /// They end soon after their start: the circuit breaker, where there is one, fails the deployment.
    /// </summary>
    Crashes,

    /// <summary>They never become healthy, and nothing ends the deployment.</summary>
    Hangs,
}

/// <summary>A service of <see cref="FakeEcs"/>, whose deployments go on with each look at it.</summary>
/// <param name="name">Its name.</param>
/// <param name="runs">The revision that it runs at first.</param>
/// <param name="definitions">The task definitions.</param>
internal sealed class FakeService(string name, string runs, FakeDefinitions definitions)
{
    private const string Account = "123456789012";

    private readonly List<FakeRollout> rollouts = [new(1, runs) { State = "COMPLETED", Status = "SUCCESSFUL" }];
    private readonly List<JsonObject> events = [];
    private readonly List<string> completed = [runs];
    private int looks;

    public string Status { get; set; } = "ACTIVE";

    public string Controller { get; set; } = "ECS";

    public string Strategy { get; set; } = "ROLLING";

    public int Desired { get; set; } = 2;

    /// <summary>After how many looks its deployments go on.</summary>
    public int Slowness { get; set; } = 2;

    /// <summary>True: a failed deployment is ended, and ECS goes back by itself.</summary>
    public bool HasCircuitBreaker { get; set; }

    /// <summary>What becomes of a revision's tasks, by its content.</summary>
    public Func<JsonObject, Course> CourseOf { get; set; } = _ => Course.Runs;

    /// <summary>The ARN of the revision that it runs, or is on its way to.</summary>
    public string TaskDefinition => Primary.Arn;

    /// <summary>How many deployments it has had.</summary>
    public int Deployments => Primary.Number;

    private FakeRollout Primary => rollouts[^1];

    /// <summary>The service as it is now; it then goes on.</summary>
    public JsonObject Look()
    {
        if (++looks % Slowness == 0)
            GoOn();
        return Describe();
    }

    public JsonObject Update(string revision)
    {
        if (Status != "ACTIVE")
            throw new Refusal("ServiceNotActiveException", "Service was not ACTIVE.");
        var found = definitions.Find(revision);
        if ($"{found["status"]}" != "ACTIVE")
            throw new Refusal("ClientException", "TaskDefinition is inactive");
        if ($"{found["taskDefinitionArn"]}" != Primary.Arn)
            rollouts.Add(new(Primary.Number + 1, $"{found["taskDefinitionArn"]}"));
        return Describe();
    }

    /// <summary>The stopped tasks of crashed revisions.</summary>
    public JsonObject ListStopped() =>
        new() { ["taskArns"] = new JsonArray([.. Crashed.Select(one => (JsonNode)TaskOf(one))]) };

    public IEnumerable<JsonObject> Stopped =>
        Crashed.Select(one => new JsonObject
        {
            ["taskArn"] = TaskOf(one),
            ["taskDefinitionArn"] = one.Arn,
            ["lastStatus"] = "STOPPED",
            ["stopCode"] = "EssentialContainerExited",
            ["stoppedReason"] = "Essential container in task exited",
            ["containers"] = new JsonArray(new JsonObject { ["name"] = name, ["exitCode"] = 7 }),
        });

    public JsonObject ListDeployments() =>
        new()
        {
            ["serviceDeployments"] = new JsonArray([
                .. rollouts.Select(one => new JsonObject
                {
                    ["serviceDeploymentArn"] = DeploymentOf(one),
                    ["createdAt"] = 1_700_000_000 + one.Number,
                    ["status"] = one.Status,
                }),
            ]),
        };

    public JsonObject DescribeDeployment(string arn)
    {
        var found = rollouts.First(one => DeploymentOf(one) == arn);
        var answer = new JsonObject { ["serviceDeploymentArn"] = arn, ["status"] = found.Status };
        if (found.Status.StartsWith("ROLLBACK", StringComparison.Ordinal))
            answer["rollback"] = new JsonObject { ["reason"] = "Service deployment rolled back." };
        return new() { ["serviceDeployments"] = new JsonArray(answer), ["failures"] = new JsonArray() };
    }

    public JsonObject StopDeployment(string arn)
    {
        var found = rollouts.First(one => DeploymentOf(one) == arn);
        if (found.Status != "IN_PROGRESS")
            throw new Refusal("ConflictException", "The service deployment is not in progress.");
        TakeBack(found);
        return new() { ["serviceDeploymentArn"] = arn };
    }

    private IEnumerable<FakeRollout> Crashed =>
        rollouts.Where(one => CourseOf(definitions.Find(one.Arn)) == Course.Crashes);

    private void GoOn()
    {
        if (Primary.State != "IN_PROGRESS")
            return;
        switch (CourseOf(definitions.Find(Primary.Arn)))
        {
            case Course.Runs:
                (Primary.State, Primary.Status) = ("COMPLETED", "SUCCESSFUL");
                completed.Add(Primary.Arn);
                Say($"(service {name}) has reached a steady state.");
                break;
            case Course.Crashes when Strategy != "ROLLING":
                TakeBack(Primary);
                break;
            case Course.Crashes when HasCircuitBreaker && Primary.Failed == 3:
                (Primary.State, Primary.Reason) = ("FAILED", "ECS deployment circuit breaker: tasks failed to start.");
                Say($"(service {name}) deployment failed: tasks failed to start.");
                break;
            case Course.Crashes:
                Primary.Failed++;
                break;
        }
    }

    // Where it fails by the circuit breaker, ECS's way back is a deployment of its own, and begins a moment later.
    private void GoBack()
    {
        if (Primary.State == "FAILED" && HasCircuitBreaker && Strategy == "ROLLING")
            rollouts.Add(new(Primary.Number + 1, completed[^1]));
    }

    private void TakeBack(FakeRollout taken)
    {
        (taken.State, taken.Status) = ("COMPLETED", "ROLLBACK_SUCCESSFUL");
        taken.Arn = completed[^1];
    }

    private JsonObject Describe()
    {
        var answer = new JsonObject
        {
            ["serviceArn"] = $"arn:aws:ecs:{FakeAws.Region}:{Account}:service/{FakeEcs.Cluster}/{name}",
            ["serviceName"] = name,
            ["status"] = Status,
            ["desiredCount"] = Desired,
            ["runningCount"] = Desired,
            ["pendingCount"] = 0,
            ["taskDefinition"] = TaskDefinition,
            ["deploymentController"] = new JsonObject { ["type"] = Controller },
            ["launchType"] = "FARGATE",
            ["networkConfiguration"] = new JsonObject
            {
                ["awsvpcConfiguration"] = new JsonObject { ["subnets"] = new JsonArray("subnet-1") },
            },
            ["deploymentConfiguration"] = new JsonObject
            {
                ["strategy"] = Strategy,
                ["deploymentCircuitBreaker"] = new JsonObject
                {
                    ["enable"] = HasCircuitBreaker,
                    ["rollback"] = HasCircuitBreaker,
                },
            },
            ["deployments"] = new JsonArray([
                .. rollouts.TakeLast(2).Reverse().Select(one => one.Describe(one == Primary, Desired)),
            ]),
            ["events"] = new JsonArray([.. events.Select(one => one.DeepClone()).Reverse()]),
        };
        GoBack();
        return answer;
    }

    private void Say(string message) =>
        events.Add(
            new()
            {
                ["id"] = $"{events.Count}",
                ["createdAt"] = 1_700_000_000 + events.Count,
                ["message"] = message,
            }
        );

    private string DeploymentOf(FakeRollout one) =>
        $"arn:aws:ecs:{FakeAws.Region}:{Account}:service-deployment/{FakeEcs.Cluster}/{name}/{one.Number}";

    private static string TaskOf(FakeRollout one) =>
        $"arn:aws:ecs:{FakeAws.Region}:{Account}:task/{FakeEcs.Cluster}/{one.Number}";
}

/// <summary>A deployment of <see cref="FakeService"/>.</summary>
/// <param name="number">Its number.</param>
/// <param name="arn">The revision that it starts.</param>
internal sealed class FakeRollout(int number, string arn)
{
    public int Number => number;

    public string Arn { get; set; } = arn;

    public string State { get; set; } = "IN_PROGRESS";

    public string Status { get; set; } = "IN_PROGRESS";

    public string Reason { get; set; } = "";

    public int Failed { get; set; }

    public JsonObject Describe(bool isPrimary, int desired) =>
        new()
        {
            ["id"] = $"ecs-svc/{number}",
            ["status"] = isPrimary ? "PRIMARY" : "ACTIVE",
            ["taskDefinition"] = Arn,
            ["desiredCount"] = desired,
            ["runningCount"] = State == "COMPLETED" ? desired : 0,
            ["failedTasks"] = Failed,
            ["rolloutState"] = State,
            ["rolloutStateReason"] = Reason,
        };
}

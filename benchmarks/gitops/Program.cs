using GitOps;

int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at]) : otherwise;

switch (args.FirstOrDefault())
{
    case "race":
        await Race.Measure(rounds: Number(1, 10));
        break;
    case "many":
        await Many.Measure(services: Number(1, 1000));
        break;
    case "large":
        await Large.Measure(services: Number(1, 5000), commits: Number(2, 20_000));
        break;
    default:
        Console.Error.WriteLine("usage: run.sh race [ROUNDS] | many [SERVICES] | large [SERVICES [COMMITS]]");
        return 1;
}

return 0;

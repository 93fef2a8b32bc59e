namespace Pipeline.Catalog;

/// <summary>Where the services of an environment answer.</summary>
/// <param name="Base">The address in front of all of them; null where there is none.</param>
/// <param name="Services">The addresses of services that have one of their own, by name.</param>
internal sealed record EnvironmentAddresses(Uri? Base, ImmutableSortedDictionary<string, Uri> Services)
{
    /// <summary>The ports of all addresses.</summary>
    public IEnumerable<int> Ports =>
        Services.Values.Append(Base).OfType<Uri>().Select(address => address.Port).Distinct();

    /// <summary>Where a service answers; null where the environment does not say.</summary>
    public Uri? Of(string service) => Services.GetValueOrDefault(service) ?? Base;
}

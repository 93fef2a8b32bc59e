using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>The decision about a service's image in an environment, by <see cref="Situation.Decide"/>.</summary>
internal abstract record Decision
{
    private Decision() { }

    /// <summary>A remark, as a sentence; empty for none.</summary>
    public abstract string Reason { get; }

    /// <summary>The wanted image must be written.</summary>
    /// <param name="Doubtful">A replaced image that may be a later build; null where all ages are known.</param>
    public sealed record Change(ImageReference? Doubtful) : Decision
    {
        /// <inheritdoc />
        public override string Reason =>
            Doubtful is null
                ? ""
                : $"whether {Doubtful.Tag} is a later commit is unknown: neither this clone nor its remote has it";
    }

    /// <summary>The environment already states the wanted image.</summary>
    /// <param name="Wanted">The image.</param>
    /// <param name="Place">Where it is stated.</param>
    public sealed record AlreadyThere(ImageReference Wanted, string Place) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"already at {Wanted.Tag} ({Place})";
    }

    /// <summary>The service is pinned to its image.</summary>
    /// <param name="Pin">The pin.</param>
    /// <param name="IsThere">True where that image is the wanted one.</param>
    public sealed record Pinned(Pin Pin, bool IsThere) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"{Pin}: not bumped";
    }

    /// <summary>The catalog leaves the image to another writer.</summary>
    /// <param name="Service">The service's name.</param>
    /// <param name="Writer">The writer.</param>
    public sealed record Left(string Service, string Writer) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"the image of {Service} is left to {Writer}, as \"gitops.writers\" states";
    }

    /// <summary>The environment runs a later build.</summary>
    /// <param name="By">The later image.</param>
    /// <param name="Place">Where it is stated.</param>
    public sealed record Superseded(ImageReference By, string Place) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"superseded by {By.Tag}, a later commit ({Place}): left as it is";
    }

    /// <summary>The image is unknown, or cannot be changed alone.</summary>
    public sealed record Refused : Decision
    {
        /// <summary>Takes the reason.</summary>
        public Refused(string reason) => Reason = reason;

        /// <inheritdoc />
        public override string Reason { get; }
    }
}

using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>What becomes of a service's image in an environment, decided by <see cref="Situation.Decide"/>.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>What there is to say about it, as a sentence; empty where there is nothing.</summary>
    public abstract string Reason { get; }

    /// <summary>The wanted image is written.</summary>
    /// <param name="Doubtful">The image that is replaced although nobody could tell whether it is a later build; null where all is known.</param>
    public sealed record Change(ImageReference? Doubtful) : Decision
    {
        /// <inheritdoc />
        public override string Reason =>
            Doubtful is null
                ? ""
                : $"whether {Doubtful.Tag} is a later commit is not known here, for neither this clone nor its remote tells of it";
    }

    /// <summary>The wanted image is stated already.</summary>
    /// <param name="Wanted">The image.</param>
    /// <param name="Place">Where it is stated.</param>
    public sealed record AlreadyThere(ImageReference Wanted, string Place) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"already at {Wanted.Tag} ({Place})";
    }

    /// <summary>A person keeps the service at its image.</summary>
    /// <param name="Pin">By this.</param>
    /// <param name="IsThere">True where that image is the wanted one.</param>
    public sealed record Pinned(Pin Pin, bool IsThere) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"{Pin}: not bumped";
    }

    /// <summary>A later build of the sources runs there.</summary>
    /// <param name="By">The later image.</param>
    /// <param name="Place">Where it is stated.</param>
    public sealed record Superseded(ImageReference By, string Place) : Decision
    {
        /// <inheritdoc />
        public override string Reason => $"superseded by {By.Tag}, a later commit ({Place}): left as it is";
    }

    /// <summary>The image cannot be told, or not be changed alone.</summary>
    public sealed record Refused : Decision
    {
        /// <summary>Takes the reason.</summary>
        public Refused(string reason) => Reason = reason;

        /// <inheritdoc />
        public override string Reason { get; }
    }
}

namespace Kinora.Data.Fetching;

/// <summary>A data set that somebody published, and all that is needed to fetch it.</summary>
/// <param name="Name">The name on Kinora's command line.</param>
/// <param name="Title">What it is, in one line.</param>
/// <param name="Files">What is fetched.</param>
/// <param name="Terms">Its licence, or what its publisher allows, as far as he says.</param>
/// <param name="Cite">What papers that use it name; null where nothing is asked for.</param>
public sealed record PublishedData(string Name, string Title, IReadOnlyList<PublishedFile> Files, string Terms, string? Cite)
{
    /// <summary>A Hugging Face repository of data, "owner/name", whose list of files is asked for; null where <see cref="Files"/> has them.</summary>
    public string? Hub { get; init; }

    /// <summary>The set's folder where the user names none.</summary>
    public string Folder { get; init; } = Name;
}

/// <summary>One file of a published data set.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Into">The folder below the set's own that it is unpacked or put into, with '/'; "" for the set's own.</param>
/// <param name="Bytes">Its exact size; null where none is published.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal; null where none is published.</param>
public sealed record PublishedFile(Uri Address, string Into = "", long? Bytes = null, string? Sha256 = null)
{
    /// <summary>Its name.</summary>
    public string Name => Path.GetFileName(Uri.UnescapeDataString(Address.Segments[^1].Trim('/'))) is { Length: > 0 } name ? name : "file";
}

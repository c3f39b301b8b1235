namespace Kinora.Models.Weights;

/// <summary>Weights on this machine, named by their file or by their name in <see cref="KnownWeights"/>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Known">What is known of it; null for a file.</param>
public sealed record PretrainedSource(string Path, PublishedWeights? Known)
{
    /// <summary>Finds weights. A file comes before a name.</summary>
    /// <param name="fileOrName">A file, or a name.</param>
    /// <param name="folder">Where fetched weights are kept.</param>
    /// <exception cref="ModelException">There is neither; the message says how to get them.</exception>
    public static PretrainedSource Find(string fileOrName, string folder)
    {
        if (File.Exists(fileOrName))
        {
            return new PretrainedSource(fileOrName, Known: null);
        }

        if (KnownWeights.Find(fileOrName) is not { } known)
        {
            throw new ModelException($"there is no file {fileOrName}, and no known weights of that name; 'kinora weights' lists those");
        }

        var path = System.IO.Path.Combine(folder, known.FileName);
        return File.Exists(path)
            ? new PretrainedSource(path, known)
            : throw new ModelException($"{known.Name} is not on this machine yet: 'kinora weights get {known.Name}' fetches it");
    }

    /// <summary>How a video becomes the input of these weights; null where nobody says.</summary>
    /// <exception cref="ModelException">What the file says cannot be read.</exception>
    public Preprocessing? Preprocessing() => Known?.Preprocessing ?? SavedWeights.PreprocessingOf(Path);
}

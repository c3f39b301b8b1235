using System.Buffers.Binary;
using System.Text;
using Kinora.Torch;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Weights;

/// <summary>
/// Weights by name from a file of any program: what <c>torch.save</c> wrote (.pth, .pt, .ckpt, .bin, zip or older), safetensors,
/// or a checkpoint of Kinora. The first bytes say which it is, not the file's name.
/// </summary>
public sealed class SavedWeights : IDisposable
{
    // What wraps a whole network: DataParallel, Lightning and others, torch.compile.
    private static readonly string[] wrappers = ["module.", "model.", "_orig_mod."];

    private readonly IDisposable file;

    private SavedWeights(string path, IDisposable file, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Path = path;
        this.file = file;
        Tensors = Unwrap(tensors);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Tensors by name on the CPU, in the file's order and of the file's types; a prefix that all names share, such as
    /// <c>module.</c>, is left out. They belong to the scope open at loading, like any others.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="WeightsException">No such file, damaged, no weights, or of a format Kinora does not read; the message says which.</exception>
    public static SavedWeights Load(string path)
    {
        var start = Start(path);
        if (IsSafeTensors(start))
        {
            var safe = SafeTensors.Load(path);
            return new SavedWeights(path, safe, safe.Tensors);
        }

        if (Foreign(start) is { } what)
        {
            throw new WeightsException($"{path}: {what}");
        }

        var pth = PthFile.Load(path);
        try
        {
            return new SavedWeights(path, pth, pth.StateDict());
        }
        catch (WeightsException)
        {
            pth.Dispose();
            throw;
        }
    }

    /// <summary>How a video becomes the input of these weights, where the file says so: a checkpoint of Kinora; else null. Reads no tensor.</summary>
    /// <exception cref="WeightsException">No such file, or damaged.</exception>
    /// <exception cref="ModelException">What it says cannot be read.</exception>
    public static Preprocessing? PreprocessingOf(string path) =>
        IsSafeTensors(Start(path)) ? Checkpoint.ReadPreprocessing(path, SafeTensors.ReadHeader(path).Metadata) : null;

    /// <summary>Frees all tensors, earlier than their scope would.</summary>
    public void Dispose() => file.Dispose();

    private static byte[] Start(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var start = new byte[Math.Min(64, stream.Length)];
            stream.ReadExactly(start);
            return start;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WeightsException($"{path}: there is no such file", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException($"{path}: {cause.Message}", cause);
        }
    }

    // The length of a JSON header, then the header. A pickle or a zip archive has another ninth byte.
    private static bool IsSafeTensors(byte[] start) =>
        start.Length > 8 && start[8] == (byte)'{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= int.MaxValue;

    /// <summary>What people take for weights now and then; null where it may be some.</summary>
    private static string? Foreign(byte[] start)
    {
        var text = Encoding.Latin1.GetString(start).TrimStart();
        return text switch
        {
            _ when text.StartsWith("version https://git-lfs", StringComparison.Ordinal) => "a Git LFS pointer, not the weights it points to: fetch them with 'git lfs pull'",
            _ when text.StartsWith('<') => "a web page, not weights: the download gave a page instead of the file; fetch it again, from the address of the file itself",
            _ when text.StartsWith("\u0089HDF", StringComparison.Ordinal) => "a Keras (HDF5) file; save the weights as safetensors, with PyTorch's names, and give that",
            _ => null,
        };
    }

    private static IReadOnlyDictionary<string, Tensor> Unwrap(IReadOnlyDictionary<string, Tensor> tensors)
    {
        while (tensors.Count > 0 && Array.Find(wrappers, wrapper => tensors.Keys.All(name => name.StartsWith(wrapper, StringComparison.Ordinal))) is { } shared)
        {
            tensors = new OrderedDictionary<string, Tensor>(tensors.Select(item => KeyValuePair.Create(item.Key[shared.Length..], item.Value)));
        }

        return tensors;
    }
}

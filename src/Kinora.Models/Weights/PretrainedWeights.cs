using Kinora.Models.Backbones;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Weights;

/// <summary>
/// Puts weights that somebody already has into a network: all that fits by name and shape. A last layer for another number of
/// classes stays fresh; whatever else does not fit is refused, so that nobody trains on half of what he thinks he has.
/// </summary>
public static class PretrainedWeights
{
    // The part of a network that looks at single pictures; files hold it alone, under names without this.
    private const string Backbone = "backbone.";
    private const int Shown = 4;

    /// <summary>Copies what fits into a network for clips; types and devices are converted.</summary>
    /// <exception cref="WeightsException">Nothing fits, or something has another shape; then nothing was copied. The message says what the file looks like.</exception>
    public static PretrainedReport Load(VideoModel model, SavedWeights weights) => Load(model, model.Classes, weights);

    /// <summary>Copies what fits into a network for pictures; types and devices are converted.</summary>
    /// <exception cref="WeightsException">Nothing fits, or something has another shape; then nothing was copied. The message says what the file looks like.</exception>
    public static PretrainedReport Load(ImageNetwork model, SavedWeights weights) => Load(model, model.Classes, weights);

    /// <summary>Counters of batch norm, which older files lack and nothing reads.</summary>
    internal static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    /// <summary>Whether a shape is that of a last layer, weight (classes, ...) or bias (classes), but for the number of classes.</summary>
    internal static bool IsHead(long[] found, long[] own, int classes) =>
        classes > 0 && found.Length > 0 && found.Length == own.Length && own[0] == classes && found.AsSpan(1).SequenceEqual(own.AsSpan(1));

    private static PretrainedReport Load(Module model, int classes, SavedWeights weights)
    {
        using var scope = new TensorScope();
        var own = model.StateDict();

        // Weights of another shape that can be made to fit are changed here and nowhere else: names are those of the network by
        // now, shapes are not compared yet.
        var given = Rename(weights.Tensors, own);

        var fitting = own.Where(item => given.TryGetValue(item.Key, out var value) && SameShape(value, item.Value)).ToArray();
        var odd = own.Where(item => given.TryGetValue(item.Key, out var value) && !SameShape(value, item.Value)).ToArray();
        var heads = odd.Where(item => IsHead(given[item.Key].Shape, item.Value.Shape, classes)).ToArray();
        if (heads.Length == odd.Length && fitting.All(item => IsCounter(item.Key)))
        {
            throw new WeightsException($"{weights.Path}: nothing in it fits {model.GetType().Name}, which has names such as {Names(own)} where the file has {Names(given)}; {LookAlike.Advice(weights.Tensors)}");
        }

        // The heads of one file are for one number of classes; otherwise they are layers of another width.
        if (heads.Length < odd.Length || heads.Select(item => given[item.Key].Shape[0]).Distinct().Count() > 1)
        {
            var listed = odd.Take(Shown).Select(item => $"{item.Key} is {Text(given[item.Key])}, expected {Text(item.Value)}");
            var more = odd.Length > Shown ? $" (and {odd.Length - Shown} more)" : "";
            throw new WeightsException($"{weights.Path}: of another shape than in {model.GetType().Name}: {string.Join("; ", listed)}{more}; {LookAlike.Advice(weights.Tensors)}");
        }

        using var noGrad = Autograd.NoGrad();
        foreach (var (name, value) in fitting)
        {
            value.Copy_(given[name]);
        }

        return new PretrainedReport(
            weights.Path,
            [.. fitting.Select(item => item.Key)],
            [.. heads.Select(item => new ReplacedWeight(item.Key, given[item.Key].Shape, item.Value.Shape))],
            [.. own.Keys.Where(name => !given.ContainsKey(name) && !IsCounter(name))],
            [.. given.Keys.Where(name => !own.ContainsKey(name))]);
    }

    /// <summary>The file's tensors under the network's names: as they are, or as its backbone, whichever has more names in common.</summary>
    private static OrderedDictionary<string, Tensor> Rename(IReadOnlyDictionary<string, Tensor> found, IReadOnlyDictionary<string, Tensor> own)
    {
        var asBackbone = found.Keys.Count(name => own.ContainsKey(Backbone + name)) > found.Keys.Count(own.ContainsKey);
        return new(found.Select(item => KeyValuePair.Create(asBackbone && own.ContainsKey(Backbone + item.Key) ? Backbone + item.Key : item.Key, item.Value)));
    }

    private static bool SameShape(Tensor a, Tensor b) => a.Shape.AsSpan().SequenceEqual(b.Shape);

    private static string Text(Tensor tensor) => $"({string.Join(", ", tensor.Shape)})";

    private static string Names(IReadOnlyDictionary<string, Tensor> tensors) => string.Join(", ", tensors.Keys.Take(3));
}

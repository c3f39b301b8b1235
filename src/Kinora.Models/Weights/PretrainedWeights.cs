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

        // Weights of another shape that can be made to fit are changed here and nowhere else.
        var named = Rename(weights.Tensors, own);
        var (given, inflated) = Inflate(named, own);
        var adapted = AdaptFirstLayer(given, own);

        var fitting = own.Where(item => given.TryGetValue(item.Key, out var value) && SameShape(value, item.Value)).ToArray();
        var odd = own.Where(item => given.TryGetValue(item.Key, out var value) && !SameShape(value, item.Value)).ToArray();
        var heads = odd.Where(item => IsHead(given[item.Key].Shape, item.Value.Shape, classes)).ToArray();
        var (used, all) = (fitting.Count(item => !IsCounter(item.Key)), named.Keys.Count(name => !IsCounter(name)));
        if (heads.Length == odd.Length && used == 0)
        {
            throw new WeightsException($"{weights.Path}: nothing in it fits {model.GetType().Name}, which has names such as {Names(own)} where the file has {Names(named)}; {LookAlike.Advice(weights.Tensors)}");
        }

        // Relatives share a few names: what little fits would be of no use, and training would seem to begin well prepared.
        if (heads.Length == odd.Length && used * 2 < all)
        {
            throw new WeightsException($"{weights.Path}: only {used} of {all} tensors in it fit {model.GetType().Name}; {LookAlike.Advice(weights.Tensors)}");
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
            [.. (inflated.Count > 0 ? [] : given.Keys.Where(name => !own.ContainsKey(name)))])
        {
            Inflated = inflated,
            Adapted = adapted,
        };
    }

    /// <summary>The file's tensors under the network's names: as they are, or as its backbone, whichever has more names in common.</summary>
    private static OrderedDictionary<string, Tensor> Rename(IReadOnlyDictionary<string, Tensor> found, IReadOnlyDictionary<string, Tensor> own)
    {
        var asBackbone = found.Keys.Count(name => own.ContainsKey(Backbone + name)) > found.Keys.Count(own.ContainsKey);
        return new(found.Select(item => KeyValuePair.Create(asBackbone ? Backbone + item.Key : item.Key, item.Value)));
    }

    /// <summary>Weights of a network for pictures become those of one for clips; others stay.</summary>
    /// <returns>The weights, and the names of those that were inflated.</returns>
    private static (OrderedDictionary<string, Tensor> Weights, IReadOnlyList<string> Inflated) Inflate(
        OrderedDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> own)
    {
        if (!own.Values.Any(IsForClips) || given.Values.Any(IsForClips) || !given.Values.Any(value => value.Dim == 4))
        {
            return (given, []);
        }

        var weights = new OrderedDictionary<string, Tensor>(Inflation.Inflate(given, own));
        string[] inflated = [.. weights.Where(item => IsForClips(item.Value)).Select(item => item.Key)];

        // What has the same name and another shape is the last layer, or wrong: it is told below.
        foreach (var (name, value) in given.Where(item => own.ContainsKey(item.Key)))
        {
            weights.TryAdd(name, value);
        }

        return (weights, inflated);

        static bool IsForClips(Tensor value) => value.Dim == 5;
    }

    /// <summary>Makes the first convolution's weights, where they are for another number of channels, fit the network's.</summary>
    private static ReplacedWeight? AdaptFirstLayer(OrderedDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> own)
    {
        var (name, first) = own.FirstOrDefault(item => item.Value.Dim >= 4);
        if (name is null || !given.TryGetValue(name, out var weight) || SameShape(weight, first)
            || weight.Shape is not [var outputs, _, .. var kernel] || first.Shape is not [var ownOutputs, var channels, .. var ownKernel]
            || outputs != ownOutputs || !kernel.AsSpan().SequenceEqual(ownKernel))
        {
            return null;
        }

        given[name] = FirstLayer.Adapt(weight, (int)channels);
        return new ReplacedWeight(name, weight.Shape, first.Shape);
    }

    private static bool SameShape(Tensor a, Tensor b) => a.Shape.AsSpan().SequenceEqual(b.Shape);

    private static string Text(Tensor tensor) => $"({string.Join(", ", tensor.Shape)})";

    private static string Names(IReadOnlyDictionary<string, Tensor> tensors) => string.Join(", ", tensors.Keys.Take(3));
}

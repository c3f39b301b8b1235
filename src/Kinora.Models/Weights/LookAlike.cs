using Kinora.Models.Backbones;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Weights;

/// <summary>Finds the network of the zoo that a file's weights are probably of, by names and shapes.</summary>
internal static class LookAlike
{
    // Below this share of common tensors a likeness is chance: fc.weight alone says nothing.
    private const double Least = 0.3;
    private const double SameNames = 0.9;
    private const int ImageNetClasses = 1000;

    /// <summary>What the weights look like, and what to do. Builds every network of the zoo, so it is for messages of failure only.</summary>
    public static string Advice(IReadOnlyDictionary<string, Tensor> found)
    {
        using var scope = new TensorScope();
        var shapes = found.Where(item => !PretrainedWeights.IsCounter(item.Key)).ToDictionary(item => item.Key, item => item.Value.Shape, StringComparer.Ordinal);
        using var skip = Initialize.Skip();
        var models = ModelZoo.All.Select(entry => (entry.Name, What: "model", Likeness: Compare(shapes, entry.Input.Classes, () => entry.Build(entry.Input.Classes, channels: entry.Input.Channels))));
        var backbones = ModelZoo.Backbones.Select(entry => (entry.Name, What: "backbone", Likeness: Compare(shapes, ImageNetClasses, () => entry.Build(ImageNetClasses, 3, new BackboneOptions()))));
        var candidates = models.Concat(backbones).ToArray();
        var best = candidates.MaxBy(candidate => candidate.Likeness.Share);
        if (best.Likeness.Share < Least)
        {
            var named = candidates.MaxBy(candidate => candidate.Likeness.ShareOfNames);
            if (named.Likeness.ShareOfNames >= SameNames)
            {
                return $"its names are those of {named.Name}, its shapes are not: give the options it was trained with, such as its width";
            }

            return "it looks like none of Kinora's networks ('kinora models' lists them): give weights of one of those, under PyTorch's names";
        }

        var (same, all) = (best.Likeness.Same, best.Likeness.All);
        return $"it looks like {best.Name} ({same} of {all} tensors, {100.0 * same / all:F0} %, have the same name and shape): "
            + (best.What == "model" ? $"give it to --model {best.Name}, with the options it was trained with" : $"give it to a network whose backbone is {best.Name}");
    }

    private static Likeness Compare(Dictionary<string, long[]> found, int classes, Func<Module> build)
    {
        using var module = build();
        var own = module.StateDict().Where(item => !PretrainedWeights.IsCounter(item.Key)).ToArray();
        var named = own.Where(item => found.ContainsKey(item.Key)).ToArray();
        return new Likeness(named.Count(item => IsSame(found[item.Key], item.Value.Shape)), named.Length, Math.Max(own.Length, found.Count));

        // The number of classes is the one number that may differ between two copies of one network.
        bool IsSame(long[] shape, long[] expected) => shape.AsSpan().SequenceEqual(expected) || PretrainedWeights.IsHead(shape, expected, classes);
    }

    /// <param name="Same">Tensors of the same name and shape.</param>
    /// <param name="Named">Tensors of the same name.</param>
    /// <param name="All">Tensors of the larger of the two.</param>
    private readonly record struct Likeness(int Same, int Named, int All)
    {
        public double Share => All == 0 ? 0 : (double)Same / All;

        public double ShareOfNames => All == 0 ? 0 : (double)Named / All;
    }
}

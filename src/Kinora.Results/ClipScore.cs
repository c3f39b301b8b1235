namespace Kinora.Results;

/// <summary>What a model said about one clip.</summary>
/// <param name="Name">Name of the clip, relative to its data set, with <c>/</c>.</param>
/// <param name="Group">Who or what the clip was taken of (a person, a recording), null where unknown.</param>
/// <param name="Truth">Number of the true label, counted from 0, null where unknown.</param>
/// <param name="Probabilities">One probability per label, in [0, 1].</param>
public sealed record ClipScore(string Name, string? Group, int? Truth, float[] Probabilities)
{
    /// <summary>Number of the most probable label; the first one where several are equal.</summary>
    public int Predicted { get; } = Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>What became of the clip.</summary>
    /// <exception cref="InvalidOperationException">The truth is unknown.</exception>
    internal Outcome ToOutcome()
    {
        var truth = Truth ?? throw new InvalidOperationException($"the true label of {Name} is unknown");
        var rank = 0;
        for (var label = 0; label < Probabilities.Length; label++)
        {
            if (Probabilities[label] > Probabilities[truth] || (Probabilities[label] == Probabilities[truth] && label < truth))
            {
                rank++;
            }
        }

        return new Outcome(truth, Predicted, rank);
    }
}

/// <summary>What became of one clip, which is all that the rates of <see cref="Metrics"/> need.</summary>
/// <param name="Truth">Number of the true label.</param>
/// <param name="Predicted">Number of the predicted label.</param>
/// <param name="Rank">How many labels stand before the true one: 0 where the prediction is right. Equal probabilities stand in the order of the labels.</param>
public readonly record struct Outcome(int Truth, int Predicted, int Rank);

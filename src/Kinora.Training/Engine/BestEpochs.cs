namespace Kinora.Training.Engine;

/// <summary>How good an epoch was on the validation clips.</summary>
/// <param name="Epoch">Its number, from 0.</param>
/// <param name="Value">What is compared, larger is better.</param>
/// <param name="Loss">Decides between equal values, smaller is better.</param>
internal sealed record EpochScore(int Epoch, double Value, double Loss)
{
    public bool IsBetterThan(EpochScore other) => Value > other.Value || (Value == other.Value && Loss < other.Loss);
}

/// <summary>The best epochs so far, best first; of equal ones the earlier.</summary>
/// <param name="capacity">How many are remembered, from 1.</param>
/// <param name="known">Those of a training that is resumed.</param>
internal sealed class BestEpochs(int capacity, IEnumerable<EpochScore> known)
{
    private readonly List<EpochScore> scores = [.. known];

    /// <summary>The best first.</summary>
    public IReadOnlyList<EpochScore> Scores => scores;

    /// <summary>Takes an epoch in if it is good enough.</summary>
    /// <returns>Its place from 0, or null.</returns>
    public int? Add(EpochScore score)
    {
        var place = scores.FindIndex(other => score.IsBetterThan(other));
        place = place < 0 ? scores.Count : place;
        if (place >= capacity)
        {
            return null;
        }

        scores.Insert(place, score);
        scores.RemoveRange(Math.Min(capacity, scores.Count), Math.Max(0, scores.Count - capacity));
        return place;
    }
}

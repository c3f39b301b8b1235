using Kinora.Data.Loading;
using Kinora.Inference;
using Kinora.Models;
using Kinora.Results;

namespace Kinora.Evaluation;

/// <summary>Measures a network on the clips of a data set.</summary>
public static class Evaluator
{
    /// <summary>The probabilities of every clip, averaged over its views.</summary>
    /// <param name="model">The network; left in the mode it was in.</param>
    /// <param name="clips">The clips, labelled as the network's classes are, on the network's device.</param>
    /// <param name="labels">The network's classes.</param>
    /// <param name="done">Hears how many videos are measured.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public static Scores Score(
        VideoModel model, ClipLoader clips, IReadOnlyList<string> labels, Action<int>? done = null, CancellationToken cancellation = default)
    {
        var training = model.Training;
        model.Eval();
        try
        {
            var scores = new List<ClipScore>();
            foreach (var batch in clips.Epoch(epoch: 0, cancellation))
            {
                using var owned = batch;
                var probabilities = Recognizer.Probabilities(model, batch.Clips, batch.Mask, batch.Views);
                scores.AddRange(batch.Sources.Select((sample, i) => new ClipScore(sample.Name, sample.Group, sample.Label, probabilities[i])));
                done?.Invoke(scores.Count);
            }

            return new Scores(labels, scores);
        }
        finally
        {
            model.Train(training);
        }
    }
}

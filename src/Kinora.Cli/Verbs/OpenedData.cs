using Kinora.Data;
using Kinora.Training;
using Kinora.Training.Folds;

namespace Kinora.Cli.Verbs;

/// <summary>Data sets as they are opened and divided, each once however many trainings take it.</summary>
/// <param name="tell">Takes what a data set has to say, when it is opened.</param>
internal sealed class OpenedData(Action<string> tell)
{
    private readonly Dictionary<object, DataSet> opened = [];
    private readonly Dictionary<object, FoldPlan> divided = [];

    /// <summary>The data set, and its folds.</summary>
    /// <param name="root">Folder or list.</param>
    /// <param name="options">Say which layout, and how it is divided.</param>
    /// <exception cref="DataException">The data cannot be opened or divided.</exception>
    public (DataSet Data, FoldPlan Plan) Take(string root, TrainingOptions options)
    {
        var asked = (root, options.Format, options.OfficialSplit);
        if (!opened.TryGetValue(asked, out var data))
        {
            data = DataSets.Open(root, options.Format, options.OfficialSplit);
            opened.Add(asked, data);
            foreach (var notice in data.Notices)
            {
                tell(notice);
            }
        }

        // All that FoldPlanner looks at.
        var way = (asked, options.Split, options.Validation, options.InnerValidation, options.Subset, options.Seed);
        if (!divided.TryGetValue(way, out var plan))
        {
            plan = FoldPlanner.Plan(data, options);
            divided.Add(way, plan);
        }

        return (data, plan);
    }
}

using Kinora.Cli.Shell;

namespace Kinora.Cli.Verbs;

/// <summary>Every verb, in the order in which help lists them. A verb is added by its file and a line here.</summary>
internal static class AllVerbs
{
    public static IReadOnlyList<Verb> List { get; } =
    [
        DoctorVerb.Verb,
        Demo.Verb,
        Train.Verb,
        Evaluate.Verb,
        Predict.Verb,
        TimelineVerb.Verb,
        Annotate.Verb,
        Serve.Verb,
        Fuse.Verb,
        Report.Verb,
        Runs.Verb,
        Tune.Verb,
        Ablate.Verb,
        Models.Verb,
        Weights.Verb,
        WeightsGet.Verb,
        DataGet.Verb,
        DataDescribe.Verb,
        DataPreview.Verb,
        DataSplit.Verb,
        DataAudit.Verb,
        DataFrames.Verb,
        DataFlow.Verb,
        DataCache.Verb,
        DataSynth.Verb,
        Docs.Verb,
        DecodeWorker.Verb,
    ];
}

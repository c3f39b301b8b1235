namespace Kinora.Reports.Sections;

/// <summary>A part of the page.</summary>
/// <param name="Id">For links.</param>
/// <param name="Short">Its name among the links.</param>
/// <param name="Title">Its heading.</param>
public sealed record ReportPart(string Id, string Short, string Title);

/// <summary>The parts of the page in their order.</summary>
internal static class ReportParts
{
    public static ReportPart Score { get; } = new("score", "Score", "How well it does");

    public static ReportPart Cautions { get; } = new("cautions", "Cautions", "What the score cannot tell");

    public static ReportPart Curves { get; } = new("curves", "Learning", "How it learnt");

    public static ReportPart Confusion { get; } = new("confusion", "Confusion", "What is taken for what");

    public static ReportPart Classes { get; } = new("classes", "Classes", "Class by class");

    public static ReportPart Folds { get; } = new("folds", "Folds", "Fold by fold");

    public static ReportPart Wrong { get; } = new("wrong", "Wrong", "Named wrong");

    public static ReportPart Right { get; } = new("right", "Right", "Named right");

    public static ReportPart Strips { get; } = new("clips", "Clips", "One clip of each class");

    public static ReportPart Protocol { get; } = new("protocol", "Protocol", "How it was measured");

    public static ReportPart Repeat { get; } = new("repeat", "Repeat", "How to repeat it");

    public static ReportPart Settings { get; } = new("settings", "Settings", "Settings and machine");

    /// <summary>Those that this report has something for.</summary>
    public static IEnumerable<ReportPart> Of(RunReport report) =>
        new (ReportPart Part, bool Has)[]
        {
            (Score, true),
            (Cautions, report.Results is not null),
            (Curves, report.HasEpochs),
            (Confusion, report.Results is not null),
            (Classes, report.Results is not null),
            (Folds, report.Results?.Folds is not null),
            (Wrong, report.Wrong.Count > 0),
            (Right, report.Right.Count > 0),
            (Strips, report.Strips.Count > 0),
            (Protocol, report.Results is not null),
            (Repeat, report.Commands.Count > 0),
            (Settings, report.Settings is not null || report.Environment is not null),
        }.Where(part => part.Has).Select(part => part.Part);
}

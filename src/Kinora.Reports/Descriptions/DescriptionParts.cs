using Kinora.Reports.Sections;
using Kinora.Results.Descriptions;

namespace Kinora.Reports.Descriptions;

/// <summary>The parts of the page about data, in their order.</summary>
internal static class DescriptionParts
{
    public static ReportPart Overview { get; } = new("overview", "Overview", "What there is");

    public static ReportPart Classes { get; } = new("classes", "Classes", "Class by class");

    public static ReportPart Measures { get; } = new("measures", "Measures", "How the clips differ");

    public static ReportPart Formats { get; } = new("formats", "Formats", "What the files are");

    public static ReportPart Clips { get; } = new("clips", "Clips", "A clip of each class");

    public static ReportPart Groups { get; } = new("groups", "Groups", "Who belongs together");

    public static ReportPart Broken { get; } = new("broken", "Broken", "Files that cannot be read");

    public static ReportPart InPart { get; } = new("in-part", "In part", "Files that can be read in part");

    public static ReportPart Duplicates { get; } = new("duplicates", "Equal files", "Files of the same content");

    /// <summary>Those that this description has something for.</summary>
    public static IEnumerable<ReportPart> Of(DataDescription data, bool hasPictures) =>
        new (ReportPart Part, bool Has)[]
        {
            (Overview, true),
            (Classes, data.Measures is not null),
            (Measures, data.Measures is not null),
            (Formats, data.Measures is not null),
            (Clips, hasPictures),
            (Groups, data.Groups.Count > 0),
            (Broken, data.Broken.Count > 0),
            (InPart, data.ReadInPart().Any()),
            (Duplicates, data.Duplicates.Count > 0),
        }.Where(part => part.Has).Select(part => part.Part);
}

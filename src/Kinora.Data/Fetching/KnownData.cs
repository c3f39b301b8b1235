namespace Kinora.Data.Fetching;

/// <summary>
/// Every data set that <c>data get</c> knows by name: the one table of addresses. Facts only. Sizes and checksums where
/// they are known: of UCF101's lists as TensorFlow Datasets states them, of its archive the size that the server gives.
/// </summary>
public static class KnownData
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedData> All { get; } =
    [
        new(
            "ucf101",
            "UCF101: 13,320 clips of 101 actions from YouTube, with three official splits",
            [
                new(new("https://www.crcv.ucf.edu/data/UCF101/UCF101.rar"), Bytes: 6_932_971_618),
                new(
                    new("https://www.crcv.ucf.edu/data/UCF101/UCF101TrainTestSplits-RecognitionTask.zip"),
                    Bytes: 113_943, Sha256: "5c0d1a53b8ed364a2ac830a73f405e51bece7d98ce1254fd19ed4a36b224bd27"),
            ],
            "no licence is stated; the clips are other people's videos, used for research",
            "Soomro, Zamir, Shah: UCF101: A Dataset of 101 Human Actions Classes From Videos in The Wild, CRCV-TR-12-01, 2012"),
        new(
            "hmdb51",
            "HMDB51: 6,766 clips of 51 actions from films and the web, with three official splits",
            [
                new(new("http://serre-lab.clps.brown.edu/wp-content/uploads/2013/10/hmdb51_org.rar")),
                new(new("http://serre-lab.clps.brown.edu/wp-content/uploads/2013/10/test_train_splits.rar")),
            ],
            "CC BY 4.0 for the data base; the clips are from other people's films",
            Hmdb51Paper),
        new(
            "hmdb51-hub",
            "HMDB51 as Hugging Face has it from NoahMartinezXiang",
            [],
            "CC BY 4.0 for the data base; the clips are from other people's films",
            Hmdb51Paper)
        {
            Hub = "NoahMartinezXiang/HMDB51",
            Folder = "hmdb51",
        },
        new(
            "kth",
            "KTH: 599 files of 6 actions by 25 persons, with the list of 2,391 sub-sequences",
            [
                .. new[] { "boxing", "handclapping", "handwaving", "jogging", "running", "walking" }
                    .Select(action => new PublishedFile(new($"http://www.csc.kth.se/cvap/actions/{action}.zip"), Into: action)),
                new(new("http://www.csc.kth.se/cvap/actions/00sequences.txt")),
            ],
            "no licence is stated; free for research",
            "Schuldt, Laptev, Caputo: Recognizing Human Actions: A Local SVM Approach, ICPR 2004"),
        new(
            "weizmann",
            "Weizmann: 93 clips of 10 actions by 9 persons",
            [
                .. new[] { "bend", "jack", "jump", "pjump", "run", "side", "skip", "walk", "wave1", "wave2" }
                    .Select(action => new PublishedFile(new($"http://www.wisdom.weizmann.ac.il/~vision/VideoAnalysis/Demos/SpaceTimeActions/DB/{action}.zip"), Into: action)),
            ],
            "no licence is stated; free for research",
            "Gorelick, Blank, Shechtman, Irani, Basri: Actions as Space-Time Shapes, TPAMI 29(12), 2007"),
        new(
            "actions",
            "KTH's files in train and test folders, as the course notebook on CNN and LSTM has them; its random split shares persons",
            [new(new("https://cdn.iisc.talentsprint.com/CDS/MiniProjects/Actions.zip"))],
            "no licence is stated; the videos are KTH's",
            "Schuldt, Laptev, Caputo: Recognizing Human Actions: A Local SVM Approach, ICPR 2004"),
    ];

    private const string Hmdb51Paper = "Kuehne, Jhuang, Garrote, Poggio, Serre: HMDB: A Large Video Database for Human Motion Recognition, ICCV 2011";

    /// <summary>The data set of a name, without regard to case, hyphens and underscores; null where there is none.</summary>
    public static PublishedData? Find(string name) => All.FirstOrDefault(data => Fold(data.Name) == Fold(name));

    /// <summary>A file at an address, as a data set of its own.</summary>
    public static PublishedData At(Uri address)
    {
        var file = new PublishedFile(address);
        var name = Path.GetFileNameWithoutExtension(file.Name);
        return new PublishedData(name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name, address.ToString(), [file], "whatever the publisher of that address says", Cite: null);
    }

    private static string Fold(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}

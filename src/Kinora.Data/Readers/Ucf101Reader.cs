using System.Globalization;
using System.Text.RegularExpressions;

namespace Kinora.Data.Readers;

/// <summary>
/// UCF101 (Soomro, Zamir, Shah 2012, <see href="https://arxiv.org/abs/1212.0402"/>): <c>v_Basketball_g01_c02.avi</c> in class
/// folders or in one, alone or as a folder of its frames. Group: the video that clips were cut from, <c>Basketball/g01</c>.
/// The three official divisions are read from <c>ucfTrainTestlist/</c> in or beside the data; without it they follow the rule
/// that made them: groups 1-7, 8-14 or 15-21 are the test.
/// </summary>
internal sealed partial class Ucf101Reader : DataSetReader
{
    // The folder and the lists write Handstand, its files HandStand.
    private const string Handstand = "HandstandPushups";

    private static readonly HashSet<string> Classes =
    [
        .. """
        ApplyEyeMakeup ApplyLipstick Archery BabyCrawling BalanceBeam BandMarching BaseballPitch Basketball BasketballDunk BenchPress Biking Billiards
        BlowDryHair BlowingCandles BodyWeightSquats Bowling BoxingPunchingBag BoxingSpeedBag BreastStroke BrushingTeeth CleanAndJerk CliffDiving
        CricketBowling CricketShot CuttingInKitchen Diving Drumming Fencing FieldHockeyPenalty FloorGymnastics FrisbeeCatch FrontCrawl GolfSwing Haircut
        Hammering HammerThrow HandstandPushups HandstandWalking HeadMassage HighJump HorseRace HorseRiding HulaHoop IceDancing JavelinThrow JugglingBalls
        JumpingJack JumpRope Kayaking Knitting LongJump Lunges MilitaryParade Mixing MoppingFloor Nunchucks ParallelBars PizzaTossing PlayingCello PlayingDaf
        PlayingDhol PlayingFlute PlayingGuitar PlayingPiano PlayingSitar PlayingTabla PlayingViolin PoleVault PommelHorse PullUps Punch PushUps Rafting
        RockClimbingIndoor RopeClimbing Rowing SalsaSpin ShavingBeard Shotput SkateBoarding Skiing Skijet SkyDiving SoccerJuggling SoccerPenalty StillRings
        SumoWrestling Surfing Swing TableTennisShot TaiChi TennisSwing ThrowDiscus TrampolineJumping Typing UnevenBars VolleyballSpiking WalkingWithDog
        WallPushups WritingOnBoard YoYo
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    private static readonly OfficialSplit[] Splits = [Official(1, 9_537, 3_783), Official(2, 9_586, 3_734), Official(3, 9_624, 3_696)];

    public override string Format => "ucf101";

    public override string Layout => "UCF101's v_Basketball_g01_c02.avi, in class folders or not, ucfTrainTestlist/ in it or beside it; groups are source videos";

    public override int OfficialSplits => Splits.Length;

    // The 101 classes make it this set: others name files alike.
    public override bool Recognises(DataFolder folder) => folder.Videos.Count > 0 && folder.Videos.All(name => Parse(name) is { } clip && Classes.Contains(clip.Label));

    public override DataSet Read(DataFolder folder) => Read(folder, 1);

    public override DataSet Read(DataFolder folder, int number)
    {
        var lists = SplitLists.Find(folder, TrainList(number));
        var (clips, notices) = NamedClips.Parse(folder, Format, "v_Basketball_g01_c02.avi: class, group, clip", Parse, lists?.In(folder) ?? []);
        IReadOnlyList<LabelledClip> divided = lists is null ? clips.ConvertAll(clip => ByRule(clip, number)) : ByLists(clips, lists, number, notices);
        return Splits[number - 1].Assemble(folder, Format, divided, "source video", notices);
    }

    private static OfficialSplit Official(int number, int train, int test) => new("UCF101", number, "clip", 13_320, 101, [("train", train), ("test", test)]);

    private static string TrainList(int number) => $"trainlist0{number}.txt";

    private static LabelledClip? Parse(string name)
    {
        var match = ClipName().Match(DataFolder.Stem(name));
        if (!match.Success)
        {
            return null;
        }

        var label = match.Groups["class"].Value;
        label = label.Equals(Handstand, StringComparison.OrdinalIgnoreCase) ? Handstand : label;
        return new LabelledClip(name, label, $"{label}/{match.Groups["group"].Value}");
    }

    private static LabelledClip ByRule(LabelledClip clip, int number)
    {
        var group = int.Parse(clip.Group!.AsSpan(clip.Group!.LastIndexOf('g') + 1), CultureInfo.InvariantCulture);
        return clip with { Split = (group - 1) / 7 == number - 1 ? "test" : "train" };
    }

    private static List<LabelledClip> ByLists(List<LabelledClip> clips, SplitLists lists, int number, List<string> notices)
    {
        var numbers = ClassNumbers(lists);
        var splits = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (list, split) in new[] { (TrainList(number), "train"), ($"testlist0{number}.txt", "test") })
        {
            foreach (var (words, place) in lists.Lines(list))
            {
                var clip = Parse(words[0]) ?? throw new DataException($"{place} reads '{words[0]}'; expected Basketball/v_Basketball_g01_c02.avi");
                // Test lists carry no number.
                if (words.Length > 1 && numbers.TryGetValue(clip.Label, out var expected) && words[1] != expected)
                {
                    throw new DataException($"{place} gives {clip.Label} the number {words[1]}, classInd.txt has {expected}; are the lists of one release?");
                }

                splits[DataFolder.Stem(words[0])] = split;
            }
        }

        var unlisted = clips.Where(clip => !splits.ContainsKey(DataFolder.Stem(clip.Name))).Select(clip => clip.Name).ToList();
        if (unlisted.Count > 0)
        {
            notices.Add($"{Words.Count(unlisted.Count, "clip")} in no list of split {number}, in none of its parts: {Words.List(unlisted)}");
        }

        return clips.ConvertAll(clip => clip with { Split = splits.GetValueOrDefault(DataFolder.Stem(clip.Name)) });
    }

    // Lines such as "1 ApplyEyeMakeup"; the list may be left out.
    private static Dictionary<string, string> ClassNumbers(SplitLists lists)
    {
        const string ClassList = "classInd.txt";
        return File.Exists(Path.Combine(lists.Folder, ClassList))
            ? lists.Lines(ClassList).Where(line => line.Words.Length == 2).ToDictionary(line => line.Words[1], line => line.Words[0], StringComparer.Ordinal)
            : [];
    }

    [GeneratedRegex("^v_(?<class>[A-Za-z]+)_(?<group>g[0-9]{2})_c[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex ClipName();
}

using System.Numerics;

namespace Kinora.Synthesis.Figures;

/// <summary>The flesh and clothes around a skeleton, as capsules.</summary>
internal static class BodyShape
{
    /// <summary>Fills a list with the parts of a body.</summary>
    /// <param name="person">Whose body.</param>
    /// <param name="outfit">What it wears.</param>
    /// <param name="joints">Where it is.</param>
    /// <param name="parts">Emptied first.</param>
    public static void Build(Person person, Outfit outfit, Joints joints, List<Capsule> parts)
    {
        parts.Clear();
        var h = person.Skeleton.Height;
        var girth = person.Girth;
        var width = h * girth * (1 + (0.4f * (outfit.Looseness - 1)));
        AddTrunk(person, outfit, joints, width, parts);
        AddHead(person, joints, h, parts);
        AddSide(person, outfit, joints, joints.Left, parts);
        AddSide(person, outfit, joints, joints.Right, parts);
    }

    private static void AddTrunk(Person person, Outfit outfit, Joints joints, float width, List<Capsule> parts)
    {
        var h = person.Skeleton.Height;
        var spine = joints.Chest - joints.Pelvis;
        var waist = joints.Pelvis + (0.38f * spine);
        var ribs = joints.Pelvis + (0.78f * spine);
        var waistband = joints.Pelvis + (0.06f * spine);
        Add(ribs, waist, 0.088f, 0.078f + (0.008f * person.Belly), joints.ChestForward, 0.66f, outfit.Top);
        Add(waist, waistband - (0.06f * spine), 0.078f + (0.010f * person.Belly), 0.098f, joints.PelvisForward, 0.70f, outfit.Top, hasHem: true);
        Add(waistband, joints.Pelvis - (0.03f * h * Vector3.UnitY), 0.090f, 0.092f, joints.PelvisForward, 0.70f, outfit.Trousers);
        var across = (joints.Left.Shoulder - joints.Right.Shoulder) / 2;
        var breast = joints.Pelvis + (0.87f * spine);
        Add(breast + (0.42f * across), breast - (0.42f * across), 0.058f, 0.058f, joints.ChestForward, 0.92f, outfit.Top);
        // Sloping from the neck to the shoulders.
        var neck = joints.Chest + (0.02f * h * Vector3.Normalize(spine));
        foreach (var side in (ReadOnlySpan<LimbJoints>)[joints.Left, joints.Right])
        {
            parts.Add(new Capsule(neck, side.Shoulder, 0.034f * width, 0.038f * width, outfit.Top) { Stripes = outfit.Stripes });
        }

        if (person.Belly > 0.05f)
        {
            var belly = joints.Pelvis + (0.27f * spine) + (joints.PelvisForward * h * 0.03f * person.Belly);
            Add(belly - (0.25f * across), belly + (0.25f * across), 0.060f, 0.060f, joints.PelvisForward, 0.95f, outfit.Top);
        }

        if (outfit.IsCoat)
        {
            var knees = (joints.Left.Knee + joints.Right.Knee) / 2;
            Add(joints.Pelvis, Vector3.Lerp(joints.Pelvis, knees, 0.62f), 0.094f, 0.104f, joints.PelvisForward, 0.78f, outfit.Top, hasHem: true);
        }

        if (outfit.HasRucksack)
        {
            var back = joints.Pelvis + (0.62f * spine) - (0.085f * h * joints.ChestForward);
            parts.Add(new Capsule(back - (0.14f * spine), back + (0.16f * spine), 0.062f * h, 0.055f * h, outfit.Shoes * 1.6f) { FlatAxis = joints.ChestForward, Flatness = 0.75f });
        }

        void Add(Vector3 from, Vector3 to, float fromRadius, float toRadius, Vector3 forward, float flatness, Vector3 colour, bool hasHem = false) =>
            parts.Add(new Capsule(from, to, fromRadius * width, toRadius * width, colour)
            {
                FlatAxis = forward,
                Flatness = flatness,
                HasHem = hasHem,
                Stripes = colour == outfit.Top ? outfit.Stripes : colour,
            });
    }

    private static void AddHead(Person person, Joints joints, float h, List<Capsule> parts)
    {
        var (forward, up) = (joints.HeadForward, joints.HeadUp);
        var jaw = joints.Head + (h * ((-0.030f * up) + (0.012f * forward)));
        var skull = joints.Head + (0.012f * h * up);
        parts.Add(new Capsule(joints.Chest, jaw - (0.02f * h * forward), 0.033f * h, 0.030f * h, person.Skin * 0.93f));
        parts.Add(new Capsule(skull, jaw, 0.048f * h, 0.036f * h, person.Skin));
        parts.Add(new Capsule(jaw + (0.034f * h * forward) + (0.022f * h * up), jaw + (0.030f * h * forward) + (0.012f * h * up), 0.008f * h, 0.011f * h, person.Skin));
        if (person.HairLength > -0.5f)
        {
            var crown = skull + (h * ((0.012f * up) - (0.012f * forward)));
            parts.Add(new Capsule(crown, crown - (h * ((0.010f * forward) + (0.018f * up))), 0.049f * h, 0.046f * h, person.Hair));
        }

        if (person.HairLength > 0.1f)
        {
            var nape = joints.Head - (0.026f * h * forward);
            parts.Add(new Capsule(nape, nape - (person.HairLength * 0.1f * h * up), 0.044f * h, 0.034f * h, person.Hair));
        }
    }

    private static void AddSide(Person person, Outfit outfit, Joints joints, in LimbJoints side, List<Capsule> parts)
    {
        var h = person.Skeleton.Height;
        var bare = h * person.Girth;
        var sleeve = bare * outfit.Looseness;
        var leg = bare * (1 + (0.8f * (outfit.Looseness - 1)));
        // Flesh begins a little within the pelvis: from the joint itself the seat would be narrow.
        var seat = Vector3.Lerp(side.Hip, joints.Pelvis, 0.12f);
        parts.Add(new Capsule(seat, side.Knee, 0.053f * leg, 0.034f * leg, outfit.Trousers));
        var calf = Vector3.Lerp(side.Knee, side.Ankle, 0.3f);
        var (shin, shinWidth) = outfit.HasShorts ? (person.Skin, bare) : (outfit.Trousers, leg);
        parts.Add(new Capsule(side.Knee, calf, 0.033f * shinWidth, 0.034f * shinWidth, shin));
        parts.Add(new Capsule(calf, side.Ankle, 0.034f * shinWidth, (outfit.HasShorts ? 0.021f : 0.027f) * shinWidth, shin));
        var up = 0.019f * h * Vector3.UnitY;
        parts.Add(new Capsule(Vector3.Lerp(side.Heel, side.Ankle, 0.35f), side.Ball + (0.75f * up), 0.024f * h, 0.021f * h, outfit.Shoes));
        parts.Add(new Capsule(side.Ball + (0.75f * up), side.Toe + (0.7f * up), 0.021f * h, 0.015f * h, outfit.Shoes));

        parts.Add(new Capsule(side.Shoulder, side.Elbow, 0.033f * sleeve, 0.027f * sleeve, outfit.Top) { Stripes = outfit.Stripes });
        var (fore, foreWidth) = outfit.HasLongSleeves ? (outfit.Top, sleeve) : (person.Skin, bare);
        parts.Add(new Capsule(side.Elbow, side.Wrist, 0.026f * foreWidth, 0.019f * foreWidth, fore) { Stripes = outfit.HasLongSleeves ? outfit.Stripes : fore });
        parts.Add(new Capsule(Vector3.Lerp(side.Wrist, side.Fingers, 0.25f), side.Fingers, 0.021f * bare, 0.017f * bare, person.Skin));
    }
}

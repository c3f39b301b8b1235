using System.Text.Json.Serialization;

namespace Kinora.Video.Flow;

/// <summary>OpenCV's methods of optical flow, each with the parameters people usually give it.</summary>
public enum FlowKind
{
    /// <summary>
    /// Polynomials fitted to the neighbourhoods of each pixel: <c>cv2.calcOpticalFlowFarneback(a, b, None, 0.5, 3, 15, 3, 5, 1.2, 0)</c>.
    /// Farnebäck, Two-frame motion estimation based on polynomial expansion, 2003.
    /// </summary>
    Farneback,

    /// <summary>
    /// Total variation and an L1 data term, as two-stream networks were trained with: <c>cv2.optflow.createOptFlow_DualTVL1()</c> with its defaults.
    /// Sharp edges of motion; the slowest. Zach, Pock, Bischof, A duality based approach for realtime TV-L1 optical flow, 2007.
    /// </summary>
    [JsonStringEnumMemberName("tvl1")]
    TvL1,

    /// <summary>
    /// Dense inverse search: <c>cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)</c> with one thread; the fastest.
    /// Its frames have at least 16 pixels on each side. Kroeger et al., <see href="https://arxiv.org/abs/1603.03590"/>.
    /// </summary>
    Dis,
}

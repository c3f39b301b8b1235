// Looks into the headers of a packet, without decoding: how many pictures will it show, and may decoding start at it?
#pragma once
#include "kinora_video.h"
#include "mpeg4_pictures.h"
#include "owned.h"

namespace kinora {

class CodedPictures {
public:
    explicit CodedPictures(const AVCodecParameters &parameters);

    // Fills pictures, order and the flags start, bidirectional and disposable. Pictures stays -1 where the answer is not certain.
    void inspect(const AVPacket &packet, kinora_packet &result);

private:
    void h264(const AVPacket &packet, kinora_packet &result);
    void hevc(const AVPacket &packet, kinora_packet &result);

    AVCodecID codec_;
    int length_size_ = 0;            // bytes before each NAL unit; 0: start codes
    Mpeg4Pictures mpeg4_;
    bool hevc_hidden_pictures_ = false;
    Owned<AVCodecParserContext> parser_;
    Owned<AVCodecContext> parser_codec_;
};

} // namespace kinora

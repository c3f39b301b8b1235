#include "coded_pictures.h"

#include <functional>

#include "bits.h"

namespace kinora {
namespace {

// Hands each NAL unit to visit. False when lengths do not add up to the packet: then something is damaged.
bool each_nal(const uint8_t *data, size_t size, int length_size, const std::function<void(const uint8_t *, size_t)> &visit) {
    if (length_size > 0) {
        while (size > 0) {
            if (size < static_cast<size_t>(length_size)) {
                return false;
            }
            size_t length = 0;
            for (int i = 0; i < length_size; i++) {
                length = length << 8 | data[i];
            }
            data += length_size;
            size -= length_size;
            if (length == 0 || length > size) {
                return false;
            }
            visit(data, length);
            data += length;
            size -= length;
        }
        return true;
    }

    size_t start = 0;
    bool inside = false;
    for (size_t i = 0; i + 3 <= size; i++) {
        if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
            if (inside && i > start) {
                visit(data + start, i - start);
            }
            start = i + 3;
            inside = true;
            i += 2;
        }
    }
    if (inside && size > start) {
        visit(data + start, size - start);
    }
    return inside;
}

// RFC 6386, 9.1: bit 0 inverse key frame, bit 4 show_frame.
void vp8(const AVPacket &packet, kinora_packet &result) {
    if (packet.size < 3) {
        return;
    }
    result.pictures = packet.data[0] >> 4 & 1;
    if (!(packet.data[0] & 1)) {
        result.flags |= kinora_packet_start;
    }
}

// VP9 bitstream specification 6.2: shown is 1 when the frame will be output. False when this is no VP9 frame.
bool vp9_frame(const uint8_t *data, size_t size, int &shown, bool &key) {
    Bits bits(data, size);
    if (bits.many(2) != 2) {
        return false;
    }
    unsigned low = bits.one(), profile = low | bits.one() << 1;
    if (profile == 3) {
        bits.one();
    }
    if (bits.one()) {
        shown = 1;
        key = false;
        return true;
    }
    key = bits.one() == 0;
    shown = bits.one();
    return !bits.past_end();
}

// Annex B: several frames in a packet are followed by an index of their sizes.
void vp9(const AVPacket &packet, kinora_packet &result) {
    if (packet.size < 2) {
        return;
    }
    int pictures = 0;
    bool first_is_key = false;
    uint8_t marker = packet.data[packet.size - 1];
    int frames = 1, bytes = 0;
    const uint8_t *sizes = nullptr;
    if ((marker & 0xE0) == 0xC0) {
        frames = (marker & 7) + 1;
        bytes = (marker >> 3 & 3) + 1;
        int index = 2 + bytes * frames;
        if (packet.size < index || packet.data[packet.size - index] != marker) {
            return;
        }
        sizes = packet.data + packet.size - index + 1;
    }
    size_t at = 0;
    for (int i = 0; i < frames; i++) {
        size_t size = packet.size;
        if (sizes) {
            size = 0;
            for (int b = 0; b < bytes; b++) {
                size |= static_cast<size_t>(*sizes++) << 8 * b;
            }
        }
        int shown = 0;
        bool key = false;
        if (size == 0 || at + size > static_cast<size_t>(packet.size) || !vp9_frame(packet.data + at, size, shown, key)) {
            return;
        }
        first_is_key |= i == 0 && key;
        pictures += shown;
        at += size;
    }
    result.pictures = pictures;
    if (first_is_key) {
        result.flags |= kinora_packet_start;
    }
}

// AV1 bitstream specification 5.3 to 5.9: open bitstream units; a frame header tells whether the frame is shown.
void av1(const AVPacket &packet, kinora_packet &result) {
    int pictures = 0;
    bool key = false, first = true;
    size_t at = 0, size = packet.size;
    while (at < size) {
        unsigned header = packet.data[at++];
        unsigned type = header >> 3 & 15;
        bool extension = header >> 2 & 1, has_size = header >> 1 & 1;
        if (extension) {
            // Spatial layers: one picture may come in several frames.
            if (at >= size || (packet.data[at++] >> 3 & 3) != 0) {
                return;
            }
        }
        size_t length = size - at;
        if (has_size) {
            length = 0;
            bool more = true;
            for (int i = 0; more; i++) {
                if (at >= size || i == 8) {
                    return;
                }
                length |= static_cast<size_t>(packet.data[at] & 0x7F) << 7 * i;
                more = packet.data[at++] & 0x80;
            }
        }
        if (length > size - at) {
            return;
        }
        Bits bits(packet.data + at, length);
        if (type == 1) {
            // Sequence header: a reduced still picture has another frame header.
            bits.many(4);
            if (bits.one()) {
                return;
            }
        } else if (type == 3 || type == 6) {
            bool existing = bits.one();
            unsigned frame_type = existing ? 1 : bits.many(2);
            bool shown = existing || bits.one();
            pictures += shown;
            key |= first && frame_type == 0 && shown;
            first = false;
        }
        at += length;
    }
    result.pictures = pictures;
    if (key) {
        result.flags |= kinora_packet_start;
    }
}

} // namespace

CodedPictures::CodedPictures(const AVCodecParameters &parameters) : codec_(parameters.codec_id) {
    const uint8_t *extra = parameters.extradata;
    int size = parameters.extradata_size;
    if (codec_ == AV_CODEC_ID_H264) {
        if (size >= 7 && extra[0] == 1) {
            length_size_ = (extra[4] & 3) + 1;
        }
        parser_.reset(av_parser_init(codec_));
        parser_codec_.reset(avcodec_alloc_context3(nullptr));
        if (parser_ && parser_codec_ && avcodec_parameters_to_context(parser_codec_.get(), &parameters) >= 0) {
            parser_->flags |= PARSER_FLAG_COMPLETE_FRAMES;
        } else {
            parser_.reset();
        }
    } else if (codec_ == AV_CODEC_ID_MPEG4) {
        kinora_packet only_headers{};
        mpeg4_.inspect(extra, size, only_headers);
    } else if (codec_ == AV_CODEC_ID_HEVC && size >= 23 && extra[0] == 1) {
        length_size_ = (extra[21] & 3) + 1;
        // Parameter sets of the container: groups of NAL units, each with a 16 bit length.
        int at = 23;
        for (int group = extra[22]; group > 0 && at + 3 <= size; group--) {
            int count = extra[at + 1] << 8 | extra[at + 2];
            at += 3;
            for (; count > 0 && at + 2 <= size; count--) {
                int length = extra[at] << 8 | extra[at + 1];
                at += 2;
                if (length > size - at) {
                    return;
                }
                if (length > 2 && (extra[at] >> 1 & 63) == 34) {
                    Bits bits(extra + at + 2, length - 2, true);
                    bits.golomb();
                    bits.golomb();
                    bits.one();
                    hevc_hidden_pictures_ |= bits.one();
                }
                at += length;
            }
        }
    }
}

void CodedPictures::inspect(const AVPacket &packet, kinora_packet &result) {
    result.pictures = -1;
    result.order = kinora_no_time;
    switch (codec_) {
    case AV_CODEC_ID_H264: h264(packet, result); break;
    case AV_CODEC_ID_HEVC: hevc(packet, result); break;
    case AV_CODEC_ID_MPEG4: mpeg4_.inspect(packet.data, packet.size, result); break;
    case AV_CODEC_ID_VP8: vp8(packet, result); break;
    case AV_CODEC_ID_VP9: vp9(packet, result); break;
    case AV_CODEC_ID_AV1: av1(packet, result); break;
    default:
        // Key frames of the other codecs are what the container says they are.
        if (packet.flags & AV_PKT_FLAG_KEY) {
            result.flags |= kinora_packet_start;
        }
    }
}

// ITU-T H.264, 7.3 and 7.4.
void CodedPictures::h264(const AVPacket &packet, kinora_packet &result) {
    int pictures = 0, others = 0;
    bool idr = false, referred = false, recovery = false, intra = true;
    bool whole = each_nal(packet.data, packet.size, length_size_, [&](const uint8_t *nal, size_t size) {
        unsigned type = nal[0] & 31;
        if (type == 1 || type == 5) {
            Bits bits(nal + 1, size - 1, true);
            pictures += bits.golomb() == 0; // first_mb_in_slice
            unsigned slice = bits.golomb() % 5;
            intra &= slice == 2 || slice == 4;
            idr |= type == 5;
            referred |= (nal[0] & 0x60) != 0;
        } else if (type >= 2 && type <= 4) {
            others++; // data partitions
        } else if (type == 6) {
            // Supplemental information: a recovery point (6) whose count is 0 lets decoding start here.
            size_t at = 1;
            while (at + 2 < size) {
                unsigned kind = 0, length = 0;
                while (at < size && nal[at] == 255) { kind += 255; at++; }
                if (at < size) { kind += nal[at++]; }
                while (at < size && nal[at] == 255) { length += 255; at++; }
                if (at < size) { length += nal[at++]; }
                if (kind == 6 && at < size) {
                    recovery |= Bits(nal + at, size - at, true).golomb() == 0;
                }
                at += length;
            }
        }
    });
    if (idr || (recovery && intra && pictures > 0)) {
        result.flags |= kinora_packet_start;
    }
    if (pictures > 0 && !referred) {
        result.flags |= kinora_packet_disposable;
    }
    if (!whole || pictures != 1 || others > 0 || !parser_) {
        return;
    }
    uint8_t *data;
    int size;
    av_parser_parse2(parser_.get(), parser_codec_.get(), &data, &size, packet.data, packet.size, packet.pts, packet.dts, packet.pos);
    // A field is half a frame, and its other half may come in the next packet.
    if (parser_->picture_structure == AV_PICTURE_STRUCTURE_FRAME) {
        result.pictures = 1;
        result.order = parser_->output_picture_number;
    }
}

// ITU-T H.265, 7.3 and 7.4.
void CodedPictures::hevc(const AVPacket &packet, kinora_packet &result) {
    int pictures = 0;
    bool certain = true, start = false;
    bool whole = each_nal(packet.data, packet.size, length_size_, [&](const uint8_t *nal, size_t size) {
        if (size < 3) {
            certain = false;
            return;
        }
        unsigned type = nal[0] >> 1 & 63, layer = (nal[0] & 1) << 5 | nal[1] >> 3;
        if (layer > 0) {
            certain = false;
        } else if (type <= 9 || (type >= 16 && type <= 21)) {
            pictures += nal[2] >> 7; // first_slice_segment_in_pic_flag
            start |= type >= 16;
        } else if (type == 34) {
            Bits bits(nal + 2, size - 2, true);
            bits.golomb();
            bits.golomb();
            bits.one();
            hevc_hidden_pictures_ |= bits.one(); // output_flag_present_flag
        } else if (type == 36 || type == 37) {
            certain = false; // end of sequence: leading pictures after it are dropped
        }
    });
    if (start) {
        result.flags |= kinora_packet_start;
    }
    if (whole && certain && pictures == 1 && !hevc_hidden_pictures_) {
        result.pictures = 1;
    }
}

} // namespace kinora

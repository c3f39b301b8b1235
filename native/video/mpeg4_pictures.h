// MPEG-4 part 2 (ISO 14496-2) as Xvid and DivX write it into AVI files: pictures may be packed, two to a packet.
#pragma once
#include <cstddef>
#include <cstdint>

#include "kinora_video.h"

namespace kinora {

class Mpeg4Pictures {
public:
    // Packets must come in their order. See CodedPictures::inspect.
    void inspect(const uint8_t *data, size_t size, kinora_packet &result);

private:
    void read_layer(const uint8_t *data, size_t size);

    int time_bits_ = 0;    // of a picture's time; 0: not known, or a shape that is not read here
    bool packed_ = false;  // the writer says that it packs
    int waiting_ = -1;     // type of a picture that came packed and is decoded with the next packet; -1: none
};

} // namespace kinora

package dev.progloss.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.progloss.core.box.IouKind;
import dev.progloss.core.error.ConfigException;
import dev.progloss.model.assign.AssignerConfig;
import dev.progloss.model.assign.AtssAssigner;
import dev.progloss.model.assign.Growth;
import dev.progloss.model.assign.SimOtaAssigner;
import dev.progloss.model.assign.TaskAlignedAssigner;
import dev.progloss.model.loss.BoxLoss;
import dev.progloss.model.loss.ClassLoss;
import dev.progloss.model.loss.LossConfig;
import dev.progloss.run.config.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossSettingsTest {

  private static LossConfig losses(String... arguments) {
    return LossSettings.losses(Settings.resolve(TrainSettings.table(), List.of(arguments)));
  }

  @Test
  void losses_nothingSet_areTheDefaults() {
    assertThat(losses()).isEqualTo(LossConfig.defaults());
  }

  @Test
  void losses_names_chooseTheirLoss() {
    assertThat(losses("cls_loss=focal", "focal_gamma=2").classes())
        .isEqualTo(new ClassLoss.Focal(2, 0.25));
    assertThat(losses("cls_loss=varifocal").classes()).isEqualTo(new ClassLoss.Varifocal(2, 0.75));
    assertThat(losses("cls_loss=quality_focal", "qfl_beta=1").classes())
        .isEqualTo(new ClassLoss.QualityFocal(1));
    assertThat(losses("box_loss=giou").boxes()).isEqualTo(new BoxLoss.Overlap(IouKind.GIOU));
    assertThat(losses("box_loss=eiou").boxes()).isEqualTo(new BoxLoss.Eiou());
    assertThat(losses("box_loss=siou", "siou_theta=3").boxes()).isEqualTo(new BoxLoss.Siou(3));
    assertThat(losses("box_loss=mpdiou").boxes()).isEqualTo(new BoxLoss.Mpdiou());
    assertThat(losses("box_loss=nwd").boxes()).isEqualTo(new BoxLoss.Nwd(12.8));
    assertThat(losses("inner_ratio=0.8", "focaler_u=0.9").boxes())
        .isEqualTo(
            new BoxLoss.Focaler(new BoxLoss.Inner(new BoxLoss.Overlap(IouKind.CIOU), 0.8), 0, 0.9));
  }

  @Test
  void losses_assigner_isThatOfOneToMany() {
    TaskAlignedAssigner one = new TaskAlignedAssigner(AssignerConfig.oneToOne());
    assertThat(losses("assigner=simota").oneToMany()).isEqualTo(new SimOtaAssigner(2.5));
    assertThat(losses("assigner=simota").oneToOne()).isEqualTo(one);
    assertThat(losses("assigner=atss", "atss_topk=5").oneToMany()).isEqualTo(new AtssAssigner(5));
    assertThat(losses("stal_below=0", "stal_to=0").oneToMany())
        .isEqualTo(new TaskAlignedAssigner(AssignerConfig.oneToMany().withGrowth(Growth.NONE)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cls_loss=fokal|cls_loss must be one of bce, focal, varifocal, quality_focal, got 'fokal'",
        "box_loss=iuo|box_loss must be one of iou, giou, diou, ciou, eiou, siou, mpdiou, nwd",
        "assigner=ota|assigner must be one of tal, simota, atss, got 'ota'",
        "inner_ratio=0|inner_ratio: inner ratio must be above 0, got 0.0",
        "focaler_d=1|focaler_d, focaler_u: Focaler-IoU needs 0 <= d < u <= 1",
        "boxloss=iou|Did you mean box_loss?"
      })
  void losses_wrongSetting_saysWhatWouldBeRight(String argument, String message) {
    assertThatThrownBy(() -> losses(argument))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void losses_wrapperAroundNwd_saysWhatWouldBeRight() {
    assertThatThrownBy(() -> losses("box_loss=nwd", "inner_ratio=0.8"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("need a box_loss that is made of IoU, got nwd");
  }
}

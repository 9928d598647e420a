package dev.progloss.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.progloss");
  }

  @Test
  void all_ofUs_areLookedAt() {
    for (String module :
        new String[] {"core", "run", "data", "eval", "torch", "model", "train", "study", "cli"}) {
      assertThat(
              classes.stream()
                  .filter(c -> c.getPackageName().startsWith("dev.progloss." + module))
                  .count())
          .as(module)
          .isGreaterThan(5);
    }
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.progloss.(*).(*)..").should().beFreeOfCycles().check(classes);
    slices().matching("dev.progloss.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void core_usesJavaAlone() {
    classes()
        .that()
        .resideInAPackage("dev.progloss.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.progloss.core..", "java..", "org.jspecify..")
        .check(classes);
  }

  @Test
  void libTorch_isSeenInThreeModulesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.progloss.torch..", "dev.progloss.model..", "dev.progloss.train..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.pytorch..", "org.bytedeco.openblas..")
        .check(classes);
  }

  @Test
  void openCv_isSeenWherePicturesAreDecodedOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.progloss.data.image")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco.opencv..")
        .check(classes);
  }

  @Test
  void listsOfTensors_areSeenInOneClassOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.progloss.torch.scope.TensorLists")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.bytedeco\\.pytorch\\.(TensorVector|T_Tensor.*|TensorArrayRef.*)")
        .check(classes);
  }

  @Test
  void standardStreams_areTheCommandsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.progloss.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(classes);
  }

  @Test
  void train_isTheCommandsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.progloss.cli..", "dev.progloss.train..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.progloss.train..")
        .check(classes);
  }

  @Test
  void names_sayWhatThingsAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .resideInAnyPackage(
            "..util..", "..utils..", "..common..", "..helper..", "..misc..", "..base..")
        .check(classes);
  }

  @Test
  void classes_areFinalOrContracts() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .and()
        .areNotEnums()
        .and()
        .doNotHaveFullyQualifiedName("dev.progloss.core.error.ProgLossException")
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .check(classes);
  }

  @Test
  void staticFields_neverChange() {
    fields().that().areStatic().should().beFinal().check(classes);
  }
}
